import type { ClientBase } from "pg";
import { readName } from "./name.ts";

export interface Column {
    /** As the catalog has it, and in quotes where SQL needs them. */
    raw: string;
    name: string;
    type: string;
    isGenerated: boolean;
    /** GENERATED ALWAYS AS IDENTITY: PostgreSQL takes a value in an INSERT only, and in no UPDATE. */
    isIdentity: boolean;
    /** Values of it that are equal may read otherwise, such as 1.0 and 1.00, or names that differ in upper case alone. */
    isLoose: boolean;
    /** Numbers, uuids and times name a row and nobody; a text may be somebody's address. */
    isShown: boolean;
}

export interface Table {
    oid: number;
    /** In quotes where SQL needs them. */
    schema: string;
    /** In quotes where SQL needs them, with its schema. */
    name: string;
    /** Where its rows are: a table with no others that inherit from it, or all partitions of one. */
    from: string;
    columns: Column[];
    /** What names a row, and the operator that compares it: its primary key, or a unique one without nulls. */
    key: { name: string; equals: string }[];
    /** The user's own, which fire when rows are put back. */
    triggers: string[];
    /** Whose rows point here, and what happens to them when one is deleted. */
    referencedBy: string[];
}

const QUERY = `
SELECT c.oid, quote_ident(n.nspname) AS schema, c.relkind AS kind, c.relpersistence AS persistence, format('%I.%I', n.nspname, c.relname) AS name,
    (SELECT json_agg(json_build_object('raw', a.attname, 'name', quote_ident(a.attname),
            'type', format_type(a.atttypid, a.atttypmod), 'isGenerated', a.attgenerated <> '',
            'isIdentity', a.attidentity = 'a',
            'isLoose', NOT EXISTS (SELECT FROM pg_opclass q JOIN pg_amproc m ON m.amprocfamily = q.opcfamily
                    AND m.amproclefttype = q.opcintype AND m.amprocrighttype = q.opcintype AND m.amprocnum = 4
                WHERE q.opcmethod = 403 AND q.opcdefault AND q.opcintype = CASE WHEN t.typname = 'varchar' THEN 25 WHEN t.typtype = 'e' THEN 3500 ELSE t.oid END)
                OR NOT coalesce((SELECT l.collisdeterministic FROM pg_collation l WHERE l.oid = a.attcollation), true),
            'isShown', t.typcategory IN ('N', 'D') OR t.typname = 'uuid') ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT json_agg(json_build_object('name', quote_ident(a.attname),
            'equals', format('OPERATOR(%I.%s)', s.nspname, o.oprname)) ORDER BY k.n)
        FROM (SELECT i.indkey::int2[] AS numbers, i.indclass::oid[] AS classes, i.indnkeyatts AS parts FROM pg_index i
            WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                AND NOT EXISTS (SELECT FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS number
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = number WHERE NOT a.attnotnull)
            ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1) AS i
        CROSS JOIN generate_series(0, i.parts - 1) AS k (n)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.numbers[k.n]
        JOIN pg_opclass oc ON oc.oid = i.classes[k.n]
        JOIN pg_amop p ON p.amopfamily = oc.opcfamily AND p.amoplefttype = oc.opcintype
            AND p.amoprighttype = oc.opcintype AND p.amopstrategy = 3
        JOIN pg_operator o ON o.oid = p.amopopr JOIN pg_namespace s ON s.oid = o.oprnamespace) AS key,
    (SELECT coalesce(json_agg(DISTINCT g.tgname ORDER BY g.tgname), '[]') FROM pg_trigger g
        WHERE (g.tgrelid = c.oid OR g.tgrelid IN (SELECT relid FROM pg_partition_tree(c.oid))) AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgtype & 20 <> 0
            AND g.tgname NOT LIKE 'airworthy\\_%') AS triggers,
    (SELECT coalesce(json_agg(f.conrelid::regclass::text || CASE f.confdeltype WHEN 'c' THEN ' (deleted with it)'
            WHEN 'n' THEN ' (set to null)' WHEN 'd' THEN ' (set to its default)' ELSE '' END ORDER BY f.oid), '[]')
        FROM pg_constraint f WHERE f.confrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0) AS "referencedBy"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND n.nspname NOT IN ('airworthy', 'pooler') AND n.nspname !~ '^pg_'`;

/** A table whose rows can be told apart, or an error that says why they can't be brought back one by one. */
export async function tableOf(db: ClientBase, text: string, where: string): Promise<Table> {
    const { schema, table } = readName(text);
    const [found] = (await db.query(QUERY, [schema, table])).rows;
    if (!found) throw new Error(`${where} has no table ${text}; use the name of one, with its schema.`);
    const { kind, persistence, key, ...rest } = found;
    if (kind !== "r" && kind !== "p") {
        throw new Error(
            `${rest.name} is no table but a view or the like; use the table that its rows come from.`,
        );
    }
    if (persistence !== "p")
        throw new Error(
            `${rest.name} is unlogged: a restore brings it back empty; there is nothing to extract.`,
        );
    if (key === null) {
        throw new Error(
            `${rest.name} has no primary key and no unique key without nulls, so that its rows can't be told apart; bring it back by hand.`,
        );
    }
    return { ...rest, key, from: kind === "p" ? rest.name : `ONLY ${rest.name}` };
}

/** What the two have in common, in the words of the one in use. */
export interface Common {
    table: Table;
    /** Columns that are taken from the copy: of both, and not computed from others; and those of the key. */
    copied: Column[];
    /** Those of them that can read otherwise and be put back. */
    compared: Column[];
    /** Those that an inserted row is given. */
    inserted: Column[];
    /** Added, and dropped, since the time of the copy. */
    added: string[];
    dropped: string[];
}

export function commonOf(live: Table, copy: Table): Common {
    const keyOf = ({ key }: Table) => key.map(({ name }) => name).join(", ");
    if (keyOf(live) !== keyOf(copy))
        throw new Error(
            `The key of ${live.name} was (${keyOf(copy)}) and is (${keyOf(live)}) now: use --to after that migration.`,
        );
    const before = new Map(copy.columns.map((column) => [column.raw, column]));
    const shared = live.columns.filter(({ raw }) => before.has(raw));
    const other = shared.find(({ raw, type }) => before.get(raw)?.type !== type);
    if (other) {
        throw new Error(
            `The column ${other.name} of ${live.name} was ${before.get(other.raw)?.type} and is ${other.type} now: bring it back by hand.`,
        );
    }
    const isKey = ({ name }: Column) => live.key.some((key) => key.name === name);
    const plain = shared.filter((column) => !column.isGenerated && !before.get(column.raw)?.isGenerated);
    const names = new Set(live.columns.map(({ raw }) => raw));
    return {
        table: live,
        copied: shared.filter((column) => isKey(column) || plain.includes(column)),
        compared: plain.filter((column) => (column.isLoose || !isKey(column)) && !column.isIdentity),
        inserted: plain,
        added: live.columns.filter(({ raw }) => !before.has(raw)).map(({ name }) => name),
        dropped: copy.columns.filter(({ raw }) => !names.has(raw)).map(({ name }) => name),
    };
}
