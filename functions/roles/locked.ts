import type { ClientBase } from "pg";

/** Any number that nothing else in the database takes a lock on: the bytes of "roles". */
export const LOCK = 0x726f6c6573;

/** Runs all of it or nothing, and never while another copy of this function does: two would change the same rows. */
export async function locked<T>(db: ClientBase, work: () => Promise<T>): Promise<T> {
    await db.query("BEGIN");
    try {
        // Longer than the server's own, which are for requests of users: another copy may be at work.
        await db.query("SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '60s'");
        await db.query("SELECT pg_catalog.pg_advisory_xact_lock($1)", [LOCK]);
        // The lock is the one thing to wait long for: a table's lock would make users wait.
        await db.query("SET LOCAL lock_timeout = '3s'");
        const result = await work();
        await db.query("COMMIT");
        return result;
    } catch (error) {
        await db.query("ROLLBACK").catch(() => undefined);
        throw error;
    }
}
