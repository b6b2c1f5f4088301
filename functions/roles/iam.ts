import type { ClientBase } from "pg";
import { IAM, IAM_USERS } from "./purposes.ts";

const users = IAM_USERS.join(", ");

/** Lets the users without a password sign in by IAM, where the server knows it. */
export async function grantIam(db: ClientBase): Promise<"granted" | "not on this server"> {
    const { rowCount } = await db.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [IAM]);
    if (!rowCount) return "not on this server";
    await db.query(`GRANT ${IAM} TO ${users}`);
    return "granted";
}

/**
 * Takes it back where it shuts the master out: it is the one statement after which nobody might mend anything. The master
 * may be in rds_iam then, too, and has to show a token (`signInOnRds`), which IAM has to allow.
 */
export async function keepOpen(db: ClientBase, isOpen: () => Promise<boolean>): Promise<void> {
    const why = await isOpen().then(
        (open) => (open ? undefined : "the password is refused"),
        (error: Error) => error.message,
    );
    if (why === undefined) return;
    await db.query(`REVOKE ${IAM} FROM ${users}`);
    throw new Error(
        `With ${IAM} given to ${users} the master can't sign in (${why}); it was taken back. As a member of one of them it needs a token of IAM: the function's role has to allow rds-db:connect for it, and the instance IAM's sign-in. SELECT * FROM pg_auth_members shows what makes it one.`,
    );
}
