import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import type { Writes } from "./event.ts";
import { lastOf, type SwitchRecord } from "./record.ts";

/** Tables with rows of the application's: not PostgreSQL's own, and not what this function's neighbours write. */
const OWN = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pooler', 'airworthy')`;

/**
 * Rows ever written to each table, as PostgreSQL counts them: inserted, updated and deleted, and committed or not. A
 * session tells its own up to ten seconds later, and at its end.
 */
export async function countersOf(db: ClientBase): Promise<Record<string, number>> {
    const { rows } = await db.query<{ table: string; rows: string }>(
        `SELECT format('%I.%I', n.nspname, s.relname) AS table, s.n_tup_ins + s.n_tup_upd + s.n_tup_del AS rows
         FROM pg_catalog.pg_stat_user_tables s JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname WHERE ${OWN}`,
    );
    return Object.fromEntries(rows.map((row) => [row.table, Number(row.rows)]));
}

/**
 * Of a way back: what was written since the switch to the generation that serves. Undefined if it is no way back. A table
 * whose count has begun anew has all that it counts.
 */
export function writesLeft(
    record: SwitchRecord | undefined,
    to: string,
    now: Record<string, number>,
): Writes | undefined {
    const last = lastOf(record);
    if (last?.from !== to) return undefined;
    const tables: Record<string, number> = {};
    for (const [table, rows] of Object.entries(now)) {
        const known = last.written[table] ?? 0;
        const more = rows >= known ? rows - known : rows;
        if (more > 0) tables[table] = more;
    }
    return { count: Object.values(tables).reduce((sum, rows) => sum + rows, 0), tables };
}

/** Waits until no session of the poolers' is left, for half a second at most: PgBouncer has closed them. */
export async function sessionsOver(db: ClientBase): Promise<void> {
    const asked = `SELECT FROM pg_catalog.pg_stat_activity WHERE usename IN (SELECT username FROM pooler.credentials)`;
    for (let tries = 0; tries < 50 && (await db.query(asked)).rowCount; tries++) await wait(10);
}

export interface Rows {
    rows: number;
    isEstimate: boolean;
}

/** The rows of each table, counted as long as the time allows and estimated after that, the small ones first. */
export async function rowsOf(db: ClientBase, budgetSeconds: number): Promise<Map<string, Rows>> {
    const { rows: tables } = await db.query<{ table: string; estimate: number }>(
        `SELECT format('%I.%I', n.nspname, c.relname) AS table, greatest(c.reltuples, 0)::float8 AS estimate
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${OWN}
         ORDER BY pg_catalog.pg_total_relation_size(c.oid), 1`,
    );
    const end = performance.now() + budgetSeconds * 1000;
    const found = new Map<string, Rows>();
    for (const { table, estimate } of tables) {
        const rows = await counted(db, table, end - performance.now());
        found.set(table, { rows: rows ?? estimate, isEstimate: rows === undefined });
    }
    return found;
}

async function counted(db: ClientBase, table: string, milliseconds: number): Promise<number | undefined> {
    if (milliseconds < 1) return undefined;
    await db.query(`SET statement_timeout = ${Math.ceil(milliseconds)}`);
    try {
        return Number((await db.query(`SELECT count(*) AS rows FROM ${table}`)).rows[0].rows);
    } catch (error) {
        // query_canceled, by the timeout; lock_not_available, to a migration (PostgreSQL's documentation, "Error Codes").
        if (["57014", "55P03"].includes((error as { code?: string }).code ?? "")) return undefined;
        throw error;
    } finally {
        await db.query("RESET statement_timeout");
    }
}
