import type { ClientBase } from "pg";

/** A sentence about the data that every committed state makes true, such as "no order without a customer". */
export interface Invariant {
    /** A query of one row and one column. */
    sql: string;
    /** What it answers; numbers are compared as text, as PostgreSQL writes them. */
    expected: string | number | boolean | null;
    /** Seconds that it may take. @default 10 */
    seconds?: number;
}

export interface Observed {
    name: string;
    holds: boolean;
    /** What is wrong, or empty. */
    why: string;
}

/** Asks each in a read-only transaction of its own: an invariant that writes is refused by the server. */
export async function observe(
    client: ClientBase,
    invariants: Record<string, Invariant>,
): Promise<Observed[]> {
    const observed: Observed[] = [];
    for (const [name, invariant] of Object.entries(invariants)) {
        const why = await faultOf(client, invariant).catch((error: Error) => `failed: ${error.message}`);
        observed.push({ name, holds: why === "", why });
    }
    return observed;
}

async function faultOf(client: ClientBase, { sql, expected, seconds = 10 }: Invariant): Promise<string> {
    await client.query("BEGIN READ ONLY");
    try {
        await client.query("SELECT set_config('statement_timeout', $1, true)", [
            `${Math.ceil(seconds * 1000)}ms`,
        ]);
        // Through the extended protocol, which takes one statement: no COMMIT can end the read-only transaction.
        const query = { text: sql, rowMode: "array" as const, queryMode: "extended" };
        const { rows, fields } = await client.query<unknown[]>(query);
        if (rows.length !== 1 || fields.length !== 1)
            return `answers ${rows.length} rows of ${fields.length} columns; use a query of one row and one column`;
        const seen = textOf(rows[0]?.[0]);
        return seen === textOf(expected) ? "" : `answers ${seen} instead of ${textOf(expected)}`;
    } finally {
        await client.query("ROLLBACK");
    }
}

function textOf(value: unknown): string {
    if (value === null || value === undefined) return "null";
    return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}
