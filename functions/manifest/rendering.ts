import type { ClientBase } from "pg";

/** How PostgreSQL writes values as text. Hashes are made of text, so both sides have to write alike. */
export const RENDERING = {
    TimeZone: "UTC",
    DateStyle: "ISO, YMD",
    IntervalStyle: "postgres",
    extra_float_digits: "1",
    bytea_output: "hex",
    lc_monetary: "C",
};

interface Limits {
    /** Seconds that a statement may take. */
    statementSeconds: number;
    /** Seconds to wait for a lock. */
    lockSeconds: number;
}

/**
 * Sets a session up for reading beside a working application: limited, on one core, values rendered one way.
 * `row_security` off makes a policy that would hide rows an error, instead of a smaller table.
 */
export async function settle(client: ClientBase, limits: Limits): Promise<void> {
    const settings = {
        ...RENDERING,
        application_name: "airworthy",
        search_path: "",
        statement_timeout: `${Math.max(1, Math.round(limits.statementSeconds * 1000))}ms`,
        lock_timeout: `${Math.max(1, Math.round(limits.lockSeconds * 1000))}ms`,
        idle_in_transaction_session_timeout: "60s",
        default_transaction_isolation: "read committed",
        max_parallel_workers_per_gather: "0",
        row_security: "off",
        // To compile these queries takes seconds for each table, and saves less.
        jit: "off",
    };
    for (const [name, value] of Object.entries(settings))
        await client.query("SELECT set_config($1, $2, false)", [name, value]);
}

/** SQL of the hash of some columns: of their text, so that a key may grow from int to bigint and stay the same key. */
export function hashOf(columns: string): string {
    return `hashtextextended(ROW(${columns})::text COLLATE "C", 0)`;
}
