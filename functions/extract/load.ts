import { pipeline } from "node:stream/promises";
import type { ClientBase } from "pg";
import { from, to } from "pg-copy-streams";
import { readAll } from "../manifest/row-security.ts";
import type { Common, Table } from "./table.ts";

/** The rows as they were, beside the table in use, for this session alone: they go when it ends, however it ends. */
export const COPY = "pg_temp.airworthy_copy";

/** Streams the chosen rows of the copy to the database in use; neither they nor their number are held in memory here. */
export async function load(
    copy: ClientBase,
    live: ClientBase,
    { from: source, oid, schema }: Table,
    { copied, table }: Common,
    where: string | undefined,
): Promise<number> {
    const columns = copied.map((column) => column.name).join(", ");
    await copy.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await readAll(copy, { oid });
    // Names in a condition are looked for where the table is.
    await copy.query("SELECT set_config('search_path', $1, true)", [schema]);
    const chosen = where === undefined ? "" : ` WHERE (${where}\n)`;
    if (chosen !== "") await checkWhere(copy, `SELECT FROM ${source}${chosen}`);
    await live.query(
        `CREATE TEMPORARY TABLE airworthy_copy AS SELECT ${columns} FROM ${table.from} WITH NO DATA`,
    );
    const into = live.query(from(`COPY ${COPY} (${columns}) FROM STDIN`));
    await pipeline(copy.query(to(`COPY (SELECT ${columns} FROM ${source}${chosen}) TO STDOUT`)), into);
    await copy.query("COMMIT");
    await live.query(`ANALYZE ${COPY}`);
    return into.rowCount;
}

/**
 * In PostgreSQL's extended protocol a text is one statement or an error. What passes is one condition in brackets, so
 * that the COPY with the same brackets, which has to be sent in the simple protocol, is one statement, too.
 */
async function checkWhere(copy: ClientBase, select: string): Promise<void> {
    const asked = { text: `EXPLAIN ${select}`, queryMode: "extended" };
    await copy.query(asked).catch((error: Error) => {
        throw new Error(
            `--where: PostgreSQL says: ${error.message}; use a condition, such as placed_at > '2026-11-01'.`,
        );
    });
}
