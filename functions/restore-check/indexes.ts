import type { ClientBase } from "pg";
import type { Copy, Findings } from "./verdict.ts";

/** Every B-tree of the database, the system's own too: what a query finds through a damaged one is wrong. */
const BTREES = `
SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_am a ON a.oid = c.relam
WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relpersistence = 'p' AND i.indisvalid ORDER BY c.relpages`;

const OTHERS = `
SELECT a.amname AS method, count(*)::int AS many FROM pg_class c JOIN pg_am a ON a.oid = c.relam
WHERE c.relkind = 'i' AND a.amname <> 'btree' AND c.relpersistence = 'p' GROUP BY 1`;

/**
 * Checks the order of every B-tree and that no row lacks its entry. Needs the extension amcheck and the right to run it,
 * which a superuser grants (on RDS, the master user).
 */
export async function checkIndexes(
    { client, settled }: Pick<Copy, "client" | "settled">,
    findings: Findings,
): Promise<void> {
    const amcheck = await amcheckOf(client);
    if (!amcheck.call) return findings.reason(`indexes are not proven: ${amcheck.why}`);
    const { rows } = await client.query(BTREES);
    for (const [done, index] of rows.entries()) {
        try {
            await settled();
        } catch (error) {
            return findings.reason(
                `${rows.length - done} of ${rows.length} indexes were ${(error as Error).message}`,
            );
        }
        try {
            await client.query(amcheck.call, [index.oid]);
            findings.measured.indexes += 1;
        } catch (error) {
            findings.reason(`index ${index.name} is damaged or can't be read: ${(error as Error).message}`);
        }
    }
    const others = await client.query(OTHERS);
    for (const { method, many } of others.rows)
        findings.note(
            `${many} ${method} indexes: amcheck reads B-trees only; an index can be rebuilt from its table`,
        );
}

async function amcheckOf(
    client: ClientBase,
): Promise<{ call: string; why?: never } | { call?: never; why: string }> {
    const where = `SELECT quote_ident(n.nspname) AS schema,
            has_function_privilege(format('%I.bt_index_check(regclass, boolean)', n.nspname), 'execute') AS allowed
        FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE x.extname = 'amcheck'`;
    let { rows } = await client.query(where);
    if (!rows[0]) {
        try {
            await client.query("CREATE EXTENSION amcheck SCHEMA airworthy");
        } catch (error) {
            return {
                why: `the extension amcheck is not installed, and can't be: ${(error as Error).message}`,
            };
        }
        ({ rows } = await client.query(where));
    }
    const { schema, allowed } = rows[0] as { schema: string; allowed: boolean };
    if (!allowed) return { why: `this role may not run ${schema}.bt_index_check; grant it EXECUTE` };
    return { call: `SELECT ${schema}.bt_index_check($1::oid::regclass, true)` };
}
