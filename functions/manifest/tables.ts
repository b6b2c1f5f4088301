import type { ClientBase } from "pg";

export interface Table {
    oid: number;
    /** Quoted, with its schema. */
    name: string;
    /** Holds no rows itself: its partitions do. */
    isRoot: boolean;
    isPartition: boolean;
    /** A DELETE that is aimed at another table may take its rows: it is watched row by row, as a root is. */
    inherits: boolean;
    /** Itself and what it inherits from: a DELETE is recorded where it was aimed. */
    family: number[];
    /** Numbers and quoted names of the columns that name a row: primary key, else a unique key, else all columns. */
    keyNumbers: number[];
    keyNames: string[];
    /** The key is one column that the database fills (identity, sequence, uuid): nobody changes it. */
    isGenerated: boolean;
    /** Every column whose text changes only with the row, as number, type and quoted name: none that is computed when read. */
    columns: [number: number, type: number, name: string][];
    /** Deletes are recorded: the triggers stand and fire for every session. */
    isWatched: boolean;
}

/**
 * What belongs to the user: no system schemas, no temporary or unlogged tables (a restore empties those), no extension;
 * nor what the house keeps there itself, which is written anew for a copy: the ledger, and the pooler's passwords.
 */
export const USERS_OWN = `c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'airworthy', 'pooler')
    AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** A text that names another object, such as regclass, changes when that object is renamed. */
const NAMES_OF_OTHERS = `a.atttypid = ANY ('{regclass,regproc,regprocedure,regoper,regoperator,regtype,regrole,
    regnamespace,regconfig,regdictionary,regcollation}'::regtype[])`;

/** By its dependencies: to read the default itself would wait for whoever alters the table. */
const DRAWS_FROM_SEQUENCE = `EXISTS (SELECT FROM pg_attrdef d
    JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
    JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S' WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum)`;

const ALWAYS = ["airworthy_deleted", "airworthy_truncated"];

const QUERY = `
WITH RECURSIVE own AS (
    SELECT c.oid, c.relkind, c.relispartition, NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits h
        WHERE h.inhrelid = c.oid) AS inherits, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND ${USERS_OWN}
), family AS (
    SELECT oid, oid AS member FROM own
    UNION SELECT f.oid, i.inhparent FROM family f JOIN pg_inherits i ON i.inhrelid = f.member
), watch AS (
    SELECT g.tgrelid AS oid, array_agg(substring(g.tgname from '^airworthy_[a-z]+')) AS triggers,
        bool_or(g.tgname LIKE '%deleted%' AND g.tgtype & 1 = 1) AS each_row,
        (array_agg(encode(g.tgargs, 'escape') ORDER BY g.tgparentid DESC)
            FILTER (WHERE g.tgname LIKE '%deleted%'))[1] AS arguments
    FROM pg_trigger g WHERE g.tgname LIKE 'airworthy\\_%' AND g.tgenabled = 'A'
        AND (g.tgparentid <> 0 OR g.tgname LIKE '%\\_' || g.tgrelid::oid) GROUP BY 1
), keys AS (
    SELECT DISTINCT ON (i.indrelid) i.indrelid AS oid, (i.indkey::int2[])[0:i.indnkeyatts - 1] AS numbers
    FROM pg_index i
    WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT EXISTS (
        SELECT FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) k
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k WHERE NOT a.attnotnull)
    ORDER BY i.indrelid, i.indisprimary DESC, i.indnkeyatts, i.indexrelid
), watched_keys AS (
    SELECT w.oid, array_agg(mine.attnum ORDER BY k.n) AS numbers
    FROM watch w CROSS JOIN LATERAL string_to_array(w.arguments, '\\000') AS given
    CROSS JOIN LATERAL unnest(given[2]::int2[]) WITH ORDINALITY AS k (attnum, n)
    JOIN pg_attribute theirs ON theirs.attrelid = given[1]::oid AND theirs.attnum = k.attnum
    JOIN pg_attribute mine ON mine.attrelid = w.oid AND mine.attname = theirs.attname AND NOT mine.attisdropped
    GROUP BY w.oid, given HAVING count(*) = cardinality(given[2]::int2[])
)
SELECT o.oid, o.name, o.relkind = 'p' AS "isRoot", o.relispartition AS "isPartition", o.inherits,
    (SELECT array_agg(f.member::int8::text) FROM family f WHERE f.oid = o.oid) AS family,
    coalesce(wk.numbers, k.numbers) AS numbers, wk.numbers IS NOT NULL AND (w.each_row OR NOT o.inherits) AS "isResolved", w.triggers,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(a.attnum, a.atttypid::int8, quote_ident(a.attname), ${NAMES_OF_OTHERS},
            a.attidentity <> '' OR a.atttypid = 'uuid'::regtype OR ${DRAWS_FROM_SEQUENCE})
        ORDER BY a.attnum), '[]') FROM pg_attribute a
        WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> 'v') AS attributes
FROM own o LEFT JOIN watch w USING (oid) LEFT JOIN keys k USING (oid) LEFT JOIN watched_keys wk USING (oid)
ORDER BY o.name`;

type Attribute = [number: number, type: number, name: string, namesAnother: boolean, isFilled: boolean];

/** The user's tables, as they are now. */
export async function tablesOf(client: ClientBase): Promise<Table[]> {
    const { rows } = await client.query(QUERY);
    return rows.map(({ numbers, attributes, family, triggers, isResolved, ...table }) => {
        const all = attributes as Attribute[];
        const columns = all.flatMap(([number, type, name, another]) =>
            another ? [] : [[number, type, name] as [number, number, string]],
        );
        const keyNumbers = (numbers as number[] | null) ?? columns.map(([number]) => number);
        const isGenerated =
            keyNumbers.length === 1 &&
            all.some(([number, , , , filled]) => number === keyNumbers[0] && filled);
        const needed = isGenerated ? ALWAYS : [...ALWAYS, "airworthy_rekeyed"];
        return {
            ...table,
            family: (family as string[]).map(Number),
            keyNumbers,
            keyNames: namesOf(keyNumbers, all) ?? [],
            isGenerated,
            columns,
            isWatched: isResolved && needed.every((each) => (triggers as string[]).includes(each)),
        } as Table;
    });
}

/** The names of columns in the order of their numbers, or undefined when one is no longer there. */
export function namesOf(numbers: number[], columns: [number, number, string, ...unknown[]][]) {
    const names = numbers.map((number) => columns.find(([each]) => each === number)?.[2]);
    return names.every((name) => name !== undefined) ? names : undefined;
}
