import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { USERS_OWN } from "./tables.ts";

export interface SchemaObject {
    /** The catalog that holds it, and its number there: both survive a rename. */
    catalog: number;
    oid: number;
    /** The table of an index or a constraint, else 0. */
    relation: number;
    /** Such as "table public.orders". */
    name: string;
    /** Of its definition, in the server's own words. */
    hash: string;
}

export interface Schema {
    objects: SchemaObject[];
    /** The same for a database, its physical copy and what a dump of it restores to: made of names, never of numbers. */
    hash: string;
    /** The oldest transaction that this reading may have missed. */
    horizon: string;
}

const COLUMNS = `(SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' END, nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
        a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attname)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const KINDS = `CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table'
    WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' ELSE 'index' END`;

/** Values of sequences are left out: setval may turn one back, and a restart does. */
export const OBJECTS = `
SELECT 'pg_class'::regclass::oid AS catalog, c.oid, coalesce(i.indrelid, 0) AS relation, format('%s %I.%I', ${KINDS}, n.nspname, c.relname) AS name,
    CASE WHEN c.relkind IN ('i', 'I') THEN concat_ws(' ', pg_get_indexdef(c.oid), i.indisvalid)
        WHEN c.relkind = 'S' THEN (SELECT concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
            s.seqmin, s.seqmax, s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = c.oid)
        ELSE concat_ws(' ', pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), ${COLUMNS},
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) END AS definition
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I') AND ${USERS_OWN}
UNION ALL
SELECT 'pg_constraint'::regclass, k.oid, k.conrelid, format('constraint %I of %I.%I', k.conname, n.nspname, c.relname),
    pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${USERS_OWN} AND k.contype <> 't'
UNION ALL
SELECT 'pg_type'::regclass, t.oid, 0, format('type %I.%I', n.nspname, t.typname), concat_ws(' ', t.typtype,
    format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
    (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'airworthy', 'pooler')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_extension'::regclass, x.oid, 0, format('extension %I', x.extname), x.extversion FROM pg_extension x`;

/**
 * What a program relies on, or is held by, beside the tables; an upgrade looks at it in its own ways. Each an object of its
 * own, for manifests from before know none of these. Row security has no number; those of columns' catalog are free.
 */
const FURTHER = `
SELECT 'pg_proc'::regclass, p.oid, 0, format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
    CASE WHEN p.prokind = 'a' THEN '' ELSE pg_get_functiondef(p.oid) END
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('information_schema', 'airworthy', 'pooler') AND n.nspname !~ '^pg_'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_trigger'::regclass, g.oid, g.tgrelid, format('trigger %I of %I.%I', g.tgname, n.nspname, c.relname),
    concat_ws(' ', pg_get_triggerdef(g.oid), g.tgenabled)
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgname NOT LIKE 'airworthy\\_%' AND ${USERS_OWN}
UNION ALL
SELECT 'pg_policy'::regclass, p.oid, p.polrelid, format('policy %I of %I.%I', p.polname, n.nspname, c.relname),
    concat_ws(' ', p.polcmd, p.polpermissive, (SELECT string_agg(r::regrole::text, ', ' ORDER BY r::regrole::text)
        FROM unnest(p.polroles) AS r), pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${USERS_OWN}
UNION ALL
SELECT 'pg_attribute'::regclass, c.oid, c.oid, format('row security of %I.%I', n.nspname, c.relname), c.relforcerowsecurity::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relrowsecurity AND ${USERS_OWN}`;

const QUERY = `SELECT catalog::int8, oid::int8, relation::int8, name, encode(sha256(convert_to(coalesce(definition, ''), 'UTF8')), 'hex')
    AS hash, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon FROM (${OBJECTS} UNION ALL ${FURTHER}) AS o`;

/** Tables, columns, types, constraints, indexes, sequences, views, extensions, functions, triggers and policies, in no order that matters. */
export async function schemaOf(client: ClientBase): Promise<Schema> {
    const { rows } = await client.query(QUERY);
    const objects = rows
        .map(({ name, hash, ...numbers }) => ({
            catalog: Number(numbers.catalog),
            oid: Number(numbers.oid),
            relation: Number(numbers.relation),
            name,
            hash,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)) as SchemaObject[];
    const lines = objects.map(({ name, hash }) => `${name} ${hash}`);
    return {
        objects,
        hash: createHash("sha256").update(lines.join("\n")).digest("hex"),
        horizon: rows[0].horizon,
    };
}
