import type { ClientBase } from "pg";

/** insufficient_privilege (PostgreSQL's documentation, "Error Codes"). */
const REFUSED = "42501";

/** Does what a server may refuse its master, inside a transaction that goes on; and says why it was refused. */
export async function tried(db: ClientBase, work: () => Promise<unknown>): Promise<string | undefined> {
    await db.query("SAVEPOINT tried");
    try {
        await work();
        await db.query("RELEASE SAVEPOINT tried");
        return undefined;
    } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (code !== REFUSED) throw error;
        await db.query("ROLLBACK TO SAVEPOINT tried");
        return message;
    }
}
