import type { ClientBase } from "pg";
import { hashOf } from "./rendering.ts";
import type { Table } from "./tables.ts";

/** Blocks that are read of a table, of 8 KiB each: 32 MB an hour and table. A loss of 1 % of all blocks misses 4,000 drawn ones with 3e-18. */
const MOST_BLOCKS = 4_000;
/** Rows in those blocks; fewer mean that blocks are nearly empty. */
const FEWEST_ROWS = 2_000;

/** Writes down rows of a table: all, or a sample of `mostRows`. */
export async function take(client: ClientBase, id: string, listed: Table, mostRows: number): Promise<void> {
    const { rows } = await client.query(
        `SELECT c.oid::regclass::text AS name, pg_relation_size(c.oid) / current_setting('block_size')::int AS blocks
        FROM pg_class c WHERE c.oid = $1`,
        [listed.oid],
    );
    // Since the tables were listed, a migration may have dropped it, or given its name to another.
    if (!rows[0]) return;
    const table: Table = { ...listed, name: rows[0].name as string };
    const percent = Math.min(100, (100 * MOST_BLOCKS) / Math.max(1, Number(rows[0].blocks)));
    const found = await sample(client, id, table, mostRows, percent);
    // Many blocks with few rows in them: read them all.
    if (percent < 100 && found < Math.min(mostRows, FEWEST_ROWS)) {
        await client.query("DELETE FROM airworthy.entry WHERE manifest = $1 AND relation = $2", [
            id,
            table.oid,
        ]);
        await sample(client, id, table, mostRows, 100);
    }
}

async function sample(client: ClientBase, id: string, table: Table, mostRows: number, percent: number) {
    const of = (names: string[]) => hashOf(names.map((name) => `t.${name}`).join(", "));
    const key = of(table.keyNames);
    const { rows } = await client.query(
        `INSERT INTO airworthy.entry (manifest, relation, family, name, key_columns, row_columns, watched, every_row, keys, rows)
        SELECT $1, $2, $3, $4, $5, $6, $7, count(*) < $8 AND $9::float4 = 100,
            coalesce(array_agg(s.key), '{}'), coalesce(array_agg(s.row), '{}')
        FROM (SELECT ${key} AS key, ${of(table.columns.map(([, , name]) => name))} AS row
            FROM ONLY ${table.name} AS t WHERE t.ctid = ANY (ARRAY(SELECT t.ctid
                FROM ONLY ${table.name} AS t TABLESAMPLE SYSTEM ($9::float4) ORDER BY ${key} LIMIT $8))) AS s
        RETURNING cardinality(keys) AS found`,
        [
            ...[id, table.oid, table.family, table.name, table.keyNumbers, JSON.stringify(table.columns)],
            ...[table.isWatched, mostRows, percent],
        ],
    );
    return rows[0].found as number;
}

/**
 * Keeps what the manifest before knew of a table, as of then, for a day: by older news all that was written since would
 * pass for proven. The table is missed from then on, and somebody hears of it.
 */
export async function carry(client: ClientBase, id: string, table: Table, before: string | undefined) {
    const { rowCount } = await client.query(
        `INSERT INTO airworthy.entry
        SELECT $1, relation, family, name, taken, horizon, key_columns, row_columns, watched, every_row, keys, rows
        FROM airworthy.entry WHERE manifest = $2 AND relation = $3 AND taken > clock_timestamp() - interval '1 day'`,
        [id, before, table.oid],
    );
    return rowCount === 1;
}
