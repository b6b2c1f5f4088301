import type { ClientBase } from "pg";
import { locked } from "./locked.ts";
import { PURPOSES, usersOf, type PurposeName } from "./purposes.ts";
import { verifierOf, verifies } from "./scram.ts";

/** Gives a user a password until it expires, and tells the pooler. The server gets the verifier, not the password. */
export async function setPassword(
    db: ClientBase,
    purpose: PurposeName,
    login: { user: string; password: string },
    validUntil: Date,
): Promise<void> {
    if (!usersOf(purpose).includes(login.user)) {
        throw new Error(`${login.user} is no user of ${purpose}; use ${usersOf(purpose).join(" or ")}.`);
    }
    const verifier = verifierOf(login);
    await locked(db, async () => {
        // A statement that defines takes no parameters: a name of ours, base64 and a time need no escaping.
        await db.query(
            `ALTER ROLE ${login.user} PASSWORD '${verifier}' VALID UNTIL '${validUntil.toISOString()}'`,
        );
        if (!PURPOSES[purpose].isPooled) return;
        await db.query(
            `INSERT INTO pooler.credentials VALUES ($1, $2, $3) ON CONFLICT (username)
             DO UPDATE SET password = excluded.password, valid_until = excluded.valid_until`,
            [login.user, verifier, validUntil],
        );
    });
}

/** Whether the pooler knows this password; for a user that it never looks up there is nothing to know. */
export async function isKnownToPooler(
    db: ClientBase,
    purpose: PurposeName,
    login: { user: string; password: string },
): Promise<boolean> {
    if (!PURPOSES[purpose].isPooled) return true;
    const asked = "SELECT password FROM pooler.credentials WHERE username = $1 AND valid_until > now()";
    const { rows } = await db.query<{ password: string }>(asked, [login.user]);
    return rows.some(({ password }) => verifies(login.password, password));
}

/** Connections that were made as this user and are still open. */
export async function sessionsOf(db: ClientBase, user: string): Promise<number> {
    const { rows } = await db.query<{ sessions: number }>(
        "SELECT count(*)::int AS sessions FROM pg_catalog.pg_stat_activity WHERE usename = $1",
        [user],
    );
    return rows[0]?.sessions ?? 0;
}
