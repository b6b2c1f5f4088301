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
 * Takes it back where it shuts the master out. RDS lets nobody sign in with a password who is in rds_iam, by however many
 * steps, and from PostgreSQL 16 on the maker of a role is in that role, too (its documentation, "createrole_self_grant";
 * movetokube/postgres-operator#315 tells of a maker who was shut out). RDS documents the grant for its master, so that it
 * should do no harm; but it is the one statement after which nobody might mend anything.
 */
export async function keepOpen(db: ClientBase, isOpen: () => Promise<boolean>): Promise<void> {
    const why = await isOpen().then(
        (open) => (open ? undefined : "the password is refused"),
        (error: Error) => error.message,
    );
    if (why === undefined) return;
    await db.query(`REVOKE ${IAM} FROM ${users}`);
    throw new Error(
        `With ${IAM} given to ${users} the master can't sign in (${why}); it was taken back. Use SELECT * FROM pg_auth_members to see what makes the master a member of them, and revoke that.`,
    );
}
