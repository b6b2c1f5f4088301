import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import type { Writes } from "./event.ts";
import { lastOf, type Counters, type SwitchRecord } from "./record.ts";

/** Tables with rows of the application's: not PostgreSQL's own, and not what this function's neighbours write. */
const OWN = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pooler', 'airworthy')`;

/**
 * Rows written to each table since PostgreSQL counts them: inserted, updated and deleted, and committed or not. A session
 * tells its own up to ten seconds later, and at its end. After a crash, and so after a failover, it begins anew
 * (PostgreSQL's documentation, "The Cumulative Statistics System", 2026-11-24), but forgets no transaction's id.
 */
export async function countersOf(db: ClientBase): Promise<Counters> {
    const begun = await db.query<Omit<Counters, "rows">>(
        `SELECT pg_catalog.to_json(greatest(b.stats_reset, d.stats_reset) AT TIME ZONE 'UTC')#>>'{}' AS since,
            pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::float8 AS transactions
         FROM pg_catalog.pg_stat_bgwriter b, pg_catalog.pg_stat_database d WHERE d.datname = current_database()`,
    );
    const { rows } = await db.query<{ table: string; rows: string }>(
        `SELECT format('%I.%I', n.nspname, s.relname) AS table, s.n_tup_ins + s.n_tup_upd + s.n_tup_del AS rows
         FROM pg_catalog.pg_stat_user_tables s JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname WHERE ${OWN}`,
    );
    const counted = Object.fromEntries(rows.map((row) => [row.table, Number(row.rows)]));
    return { ...begun.rows[0]!, rows: counted };
}

/**
 * Of a way back: what was written since the switch to the generation that serves. Undefined if it is no way back. A table
 * whose count has begun anew has all that it counts, and one that is gone counts once; where PostgreSQL has begun anew, all
 * transactions count besides. TRUNCATE counts no rows (monitoring-stats, "pg_stat_all_tables"): nothing here sees it.
 */
export function writesLeft(record: SwitchRecord | undefined, to: string, now: Counters): Writes | undefined {
    const last = lastOf(record);
    if (last?.from !== to) return undefined;
    const { written } = last;
    const isAnew = now.since !== written.since;
    const tables: Record<string, number> = {};
    for (const [table, rows] of Object.entries(now.rows)) {
        const known = isAnew ? 0 : (written.rows[table] ?? 0);
        const more = rows >= known ? rows - known : rows;
        if (more > 0) tables[table] = more;
    }
    for (const table of Object.keys(written.rows)) {
        if (!(table in now.rows)) tables[`${table}, which was dropped or renamed`] = 1;
    }
    const ids = now.transactions - written.transactions;
    if (isAnew && ids > 0) tables[`transactions; PostgreSQL began to count anew at ${now.since}`] = ids;
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
