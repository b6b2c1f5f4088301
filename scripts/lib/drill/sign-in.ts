import pg from "pg";
import type { LocalPostgres } from "../local-postgres.ts";

/** Signs in on the server's socket, where nobody asks for a token of IAM, for as long as the work takes. */
export async function onSocket<T>(
    { folder, port }: LocalPostgres,
    user: "postgres" | "witness_iam" | "checker_iam",
    work: (db: pg.Client) => Promise<T>,
): Promise<T> {
    const db = new pg.Client({ host: folder, port, user, database: "app" });
    // A server that stops says so to every client.
    db.on("error", () => undefined);
    await db.connect();
    try {
        return await work(db);
    } finally {
        await db.end().catch(() => undefined);
    }
}
