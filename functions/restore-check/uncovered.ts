import type { ClientBase } from "pg";
import type { Findings } from "./verdict.ts";

/** The house keeps nothing in `postgres`, and in `rdsadmin` nobody but RDS may. */
const UNCOVERED = `
SELECT string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid::regclass::text) AS unlogged,
    (SELECT count(*)::int FROM pg_largeobject_metadata) AS "largeObjects",
    (SELECT string_agg(quote_ident(datname), ', ' ORDER BY datname) FROM pg_database
        WHERE NOT datistemplate AND datname NOT IN (current_database(), 'postgres', 'rdsadmin')) AS databases
FROM pg_class c WHERE c.relpersistence = 'u' AND c.relkind = 'r'`;

/** Names what a proof says nothing of, so that nobody takes it for proven. */
export async function noteUncovered(client: ClientBase, findings: Findings): Promise<void> {
    const { rows } = await client.query(UNCOVERED);
    const { unlogged, largeObjects, databases } = rows[0] as {
        unlogged: string | null;
        largeObjects: number;
        databases: string | null;
    };
    if (unlogged !== null)
        findings.note(`unlogged tables are in no backup, and each restore empties them: ${unlogged}`);
    if (largeObjects > 0) findings.note(`${largeObjects} large objects: no manifest knows them`);
    if (databases !== null) findings.note(`other databases of this server have no manifest: ${databases}`);
}
