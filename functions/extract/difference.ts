import type { ClientBase } from "pg";
import { hashOf } from "../manifest/rendering.ts";
import type { Only } from "./event.ts";
import { COPY } from "./load.ts";
import type { Column, Common } from "./table.ts";

/** One row for each row of the copy that the table lacks, or has otherwise; for this session alone. */
export const DIFFERENCE = "pg_temp.airworthy_difference";

/** What is written down of a difference: numbers and names, and no value of any row but of a key that is a number. */
export interface Difference {
    /** Rows of the copy that the table lacks; and that it has, and that read otherwise. */
    deleted: number;
    changed: number;
    /** By column, how many of the changed rows read otherwise there. */
    columns: Record<string, number>;
    /** Transactions that wrote the changed rows last, those with most first; and how many there are in all. */
    writers: { transaction: string; rows: number }[];
    writersInAll: number;
    /** Some rows, by their keys. */
    sample: string[];
    /** The same for the same rows that read alike in both. */
    digest: string;
}

/** As text, which is what a COPY carries, and what every type has: json has no equality, and NaN an odd one. */
const text = (alias: string, { name }: Column) => `${alias}.${name}::text COLLATE "C"`;
const row = (parts: string[]) => `ROW(${parts.join(", ")})`;

/** SQL: the row of the copy, c, and that of the table, l, have the same key. */
export function sameKey({ table: { key } }: Common, l = "l", c = "c"): string {
    return key.map(({ name, equals }) => `${l}.${name} ${equals} ${c}.${name}`).join(" AND ");
}

/** SQL: a row of the difference, d, is that of the copy, c. */
export function sameDifference({ table: { key } }: Common): string {
    return key.map(({ name, equals }, n) => `d.key_${n} ${equals} c.${name}`).join(" AND ");
}

/** SQL of the rows that read otherwise, and are meant. */
export function isChanged({ compared }: Common, only: Only | undefined): string {
    if (only === "deleted" || compared.length === 0) return "false";
    const [mine, theirs] = ["l", "c"].map((alias) => row(compared.map((column) => text(alias, column))));
    const writer = typeof only === "object" ? ` AND l.xmin = '${only.transaction}'::xid` : "";
    return `${mine} IS DISTINCT FROM ${theirs}${writer}`;
}

/** Finds the difference, anew each time, and keeps it for the statements that follow. */
export async function findDifference(
    live: ClientBase,
    common: Common,
    only: Only | undefined,
): Promise<void> {
    const { table, compared } = common;
    const isGone = "l.tableoid IS NULL";
    const keys = table.key.map(({ name }, n) => `c.${name} AS key_${n}`);
    const unlike = compared.map(
        (column, n) => `CASE WHEN ${text("l", column)} IS DISTINCT FROM ${text("c", column)} THEN ${n} END`,
    );
    const both = [
        ...table.key.map(({ name }) => `c.${name}`),
        ...compared.flatMap((one) => [text("l", one), text("c", one)]),
    ];
    const meant = [
        ...(only === undefined || only === "deleted" ? [isGone] : []),
        `NOT ${isGone} AND ${isChanged(common, only)}`,
    ];
    await live.query(`DROP TABLE IF EXISTS ${DIFFERENCE}`);
    await live.query(
        `CREATE TEMPORARY TABLE airworthy_difference AS
        SELECT ${keys.join(", ")}, ${isGone} AS gone, l.xmin AS writer,
            array_remove(ARRAY[${unlike.join(", ")}]::int[], NULL) AS columns, ${hashOf(both.join(", "))} AS hash
        FROM ${COPY} AS c LEFT JOIN ${table.from} AS l ON ${sameKey(common)}
        WHERE ${meant.join(" OR ")}`,
    );
    await live.query(`ANALYZE ${DIFFERENCE}`);
}

export async function readDifference(live: ClientBase, common: Common): Promise<Difference> {
    const { rows } = await live.query(
        `SELECT count(*) FILTER (WHERE gone)::int AS deleted, count(*) FILTER (WHERE NOT gone)::int AS changed,
            count(DISTINCT writer::text)::int AS "writersInAll",
            md5(concat_ws(' ', count(*) FILTER (WHERE gone), sum(hash) FILTER (WHERE gone), count(*), sum(hash))) AS digest
        FROM ${DIFFERENCE}`,
    );
    const writers = await live.query(
        `SELECT writer::text AS transaction, count(*)::int AS rows FROM ${DIFFERENCE} WHERE NOT gone
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
    );
    const sample = await keysOf(live, common, "true");
    return { ...rows[0], columns: await columnsOf(live, common), writers: writers.rows, sample };
}

async function columnsOf(live: ClientBase, { compared }: Common): Promise<Record<string, number>> {
    const { rows } = await live.query(
        `SELECT n, count(*)::int AS rows FROM ${DIFFERENCE}, unnest(columns) AS n WHERE NOT gone GROUP BY n ORDER BY 2 DESC, 1`,
    );
    return Object.fromEntries(rows.map(({ n, rows: count }) => [compared[n]!.name, count]));
}

/** By column, the rows of the difference that read otherwise there now. */
export async function unlikeIn(live: ClientBase, common: Common): Promise<Record<string, number>> {
    const { table, compared } = common;
    const counts = compared.map(
        (column, n) =>
            `count(*) FILTER (WHERE ${text("l", column)} IS DISTINCT FROM ${text("c", column)})::int AS n${n}`,
    );
    const { rows } = await live.query(
        `SELECT ${["0 AS none", ...counts].join(", ")} FROM ${table.from} AS l, ${COPY} AS c, ${DIFFERENCE} AS d
        WHERE ${sameKey(common)} AND ${sameDifference(common)}`,
    );
    const found = compared.map(({ name }, n) => [name, rows[0][`n${n}`] as number] as const);
    return Object.fromEntries(found.filter(([, count]) => count > 0));
}

/** Ten rows, by their keys; of a key that is a text only that it is one, for it may be somebody's address. */
export async function keysOf(
    live: ClientBase,
    { table }: Common,
    which: string,
    values: unknown[] = [],
): Promise<string[]> {
    const parts = table.key.map(({ name }, n) => {
        const isShown = table.columns.find((column) => column.name === name)?.isShown;
        return `${literal(`${name}=`)} || ${isShown ? `key_${n}::text` : "'…'"}`;
    });
    const { rows } = await live.query(
        `SELECT CASE WHEN gone THEN 'deleted: ' ELSE 'changed: ' END || concat_ws(', ', ${parts.join(", ")}) AS shown
        FROM ${DIFFERENCE} WHERE ${which} ORDER BY gone, ${table.key.map((_, n) => `key_${n}`).join(", ")} LIMIT 10`,
        values,
    );
    return rows.map(({ shown }) => shown as string);
}

/** Rows of the difference that a transaction wrote which the comparison, by its horizon, can't have seen the end of. */
export const WRITTEN_SINCE = "NOT gone AND age(writer) <= age($1::xid8::xid)";

export function literal(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}
