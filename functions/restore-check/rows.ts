import { hashOf } from "../manifest/rendering.ts";
import { readAll } from "../manifest/row-security.ts";
import { namesOf, tablesOf, type Table } from "../manifest/tables.ts";
import type { Copy, Findings } from "./verdict.ts";

interface Entry {
    relation: number;
    name: string;
    horizon: string;
    /** Itself and what it inherits from. */
    family: number[];
    watched: boolean;
    keyNumbers: number[];
    columns: [number: number, type: number, name: string][];
}

/** Reads every table to its end, so that a page which can't be read is found, too. */
export async function checkRows(copy: Copy, findings: Findings): Promise<void> {
    const { client, manifest, settled } = copy;
    for (const { table, why } of manifest.missed)
        findings.reason(`${table} is not in the manifest, so its rows are not proven: ${why}`);
    const tables = new Map((await tablesOf(client)).map((table) => [table.oid, table]));
    const { rows } = await client.query(
        `SELECT relation, name, horizon::text, family, watched, key_columns AS "keyNumbers", row_columns AS columns
        FROM airworthy.entry WHERE manifest = $1 ORDER BY name`,
        [manifest.id],
    );
    for (const entry of rows as Entry[]) {
        const table = tables.get(entry.relation);
        if (!table) {
            await checkGone(copy, entry, findings);
            continue;
        }
        try {
            await settled();
            await readAll(client, table);
            await checkTable(copy, entry, table, findings);
        } catch (error) {
            findings.reason(`the rows of ${table.name} could not be checked: ${(error as Error).message}`);
        }
    }
}

/** The schema tells whether it was dropped or lost; but one that is from before may not know of it. */
async function checkGone({ client, manifest, until }: Copy, entry: Entry, findings: Findings): Promise<void> {
    if (manifest.objects.some(({ oid, name }) => oid === entry.relation && name.startsWith("table "))) return;
    const { rowCount } = await client.query(
        "SELECT FROM airworthy.ddl WHERE dropped AND object = $1 AND xid >= $2::xid8 AND at <= $3",
        [entry.relation, entry.horizon, until],
    );
    if (rowCount === 0) findings.reason(`table ${entry.name} is missing`);
}

async function checkTable(copy: Copy, entry: Entry, table: Table, findings: Findings): Promise<void> {
    const keyNames = namesOf(entry.keyNumbers, table.columns);
    if (!keyNames)
        return findings.reason(
            `the rows of ${table.name} can't be told apart: a migration removed a column of its key since the manifest`,
        );
    const migrated = await migrationsOf(copy, entry);
    const columns = migrated.types ? undefined : comparable(entry, table);
    const of = (names: string[]) => hashOf(names.map((name) => `t.${name}`).join(", "));
    const unchanged = columns
        ? `CASE WHEN age(t.xmin) > age($3::xid8::xid) THEN ${of(columns)} END`
        : "NULL::bigint";
    // The planner can't know how many keys an array holds; a nested loop over two large ones would take hours.
    await copy.client.query("SELECT set_config('enable_nestloop', 'off', false)");
    const { rows } = await copy.client.query(
        `WITH known AS MATERIALIZED (
            SELECT k.key, k.row FROM airworthy.entry e, unnest(e.keys, e.rows) AS k (key, row)
            WHERE e.manifest = $1 AND e.relation = $2
        ), there AS MATERIALIZED (
            SELECT ${of(keyNames)} AS key, ${unchanged} AS row FROM ONLY ${table.name} AS t
            WHERE ${of(keyNames)} IN (SELECT key FROM known)
        ), records AS MATERIALIZED (
            SELECT g.keys FROM airworthy.gone g JOIN airworthy.entry e
                ON e.manifest = $1 AND e.relation = $2 AND g.relation = ANY (e.family)
            WHERE g.xid >= $3::xid8 AND g.at <= $4
        ), standing AS MATERIALIZED (
            SELECT k.key FROM known k
            WHERE NOT EXISTS (SELECT FROM records r, unnest(r.keys) AS g (key) WHERE g.key = k.key)
                AND NOT EXISTS (SELECT FROM records WHERE keys IS NULL)
        )
        SELECT (SELECT count(*)::int FROM known) AS known, (SELECT count(*)::int FROM standing) AS standing,
            (SELECT count(*)::int FROM standing s WHERE NOT EXISTS (SELECT FROM there t WHERE t.key = s.key)) AS lost,
            (SELECT count(*)::int FROM known k JOIN there t USING (key) WHERE t.row IS NOT NULL) AS compared,
            (SELECT count(*)::int FROM known k JOIN there t USING (key) WHERE t.row <> k.row) AS changed`,
        [copy.manifest.id, entry.relation, entry.horizon, copy.until],
    );
    const { known, standing, lost, compared, changed } = rows[0] as Record<
        "known" | "standing" | "lost" | "compared" | "changed",
        number
    >;
    findings.measured.tables += 1;
    findings.measured.knownRows += known;
    findings.measured.comparedRows += compared;
    const of1 = (part: number) => `${part} of ${known} known rows of ${table.name}`;
    const witness = !entry.watched
        ? "its deletes are not recorded, so that lost can't be told from deleted: run watchDeletes"
        : migrated.table || migrated.types
          ? "no DELETE of them is recorded, unless a migration since the manifest changed how their key is written or detached them"
          : "no DELETE of them is recorded";
    // An application may well replace a whole table between two manifests; but then nobody knows what it should hold.
    if (standing < known / 2)
        findings.note(
            `all but ${of1(standing)} were deleted or got another key since the manifest: what was lost of those can't be told`,
        );
    if (lost > 0)
        findings.reason(`${of1(lost)} are gone (${((100 * lost) / known).toPrecision(2)} %), and ${witness}`);
    if (changed > 0)
        findings.reason(`${of1(changed)} read otherwise than in the manifest, and nobody changed them`);
}

/** The columns whose text can be compared, or undefined where a migration has changed how they are written. */
function comparable(entry: Entry, table: Table): string[] | undefined {
    const numbers = entry.columns.map(([number]) => number);
    const isSame = entry.columns.every(([number, type]) =>
        table.columns.some(([n, t]) => n === number && t === type),
    );
    return isSame ? namesOf(numbers, table.columns) : undefined;
}

/** What of a table was altered since its entry: itself, or a type, such as a label of an enum, which no row holds itself. */
async function migrationsOf({ client, until }: Copy, { horizon, family }: Entry) {
    const { rows } = await client.query(
        `SELECT coalesce(bool_or(tag = 'ALTER TABLE' AND object = ANY ($3)), false) AS "table",
            coalesce(bool_or(tag IN ('ALTER TYPE', 'ALTER DOMAIN', 'ALTER EXTENSION')), false) AS types
        FROM airworthy.ddl WHERE xid >= $1::xid8 AND at <= $2`,
        [horizon, until, family],
    );
    return rows[0] as { table: boolean; types: boolean };
}
