import type { ClientBase } from "pg";
import { GROUPS, groupNames } from "./purposes.ts";

/** Shows all rows to those who prove that none is lost. */
const POLICY = "airworthy_backups";
const readers = groupNames.filter((group) => GROUPS[group].rows !== "");

/** Schemas of the database's owner and of the migrator: not PostgreSQL's own, not the pooler's, not an extension's. */
const schemas = `
    SELECT n.oid, quote_ident(n.nspname) AS name, n.nspowner = 'migrator'::regrole AS "isMigrators"
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pooler')
      AND n.nspowner IN ('migrator'::regrole, 'pg_database_owner'::regrole, current_user::regrole)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')`;

/** What the master made there itself: data of the time before these roles. Parts of others follow their whole. */
const masters = `
    WITH schemas AS (${schemas}), made AS (
        SELECT c.oid, 'pg_class'::regclass AS class, c.relnamespace AS schema,
               CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind,
               c.oid::regclass::text AS name, relowner AS owner
        FROM pg_catalog.pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        UNION ALL
        SELECT p.oid, 'pg_proc'::regclass, pronamespace, 'ROUTINE', p.oid::regprocedure::text, proowner
        FROM pg_catalog.pg_proc p
        UNION ALL
        SELECT t.oid, 'pg_type'::regclass, typnamespace, 'TYPE', t.oid::regtype::text, typowner
        FROM pg_catalog.pg_type t WHERE typtype IN ('d', 'e', 'r')
    )
    SELECT kind, made.name FROM made JOIN schemas ON schemas.oid = made.schema
    WHERE owner = current_user::regrole
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = made.class AND d.objid = made.oid AND d.objsubid = 0
                        AND (d.deptype = 'e' OR (d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass)))
    ORDER BY kind, made.name LIMIT 50`;

interface Made {
    kind: "TABLE" | "SEQUENCE" | "ROUTINE" | "TYPE";
    name: string;
}

/**
 * Makes the migrator the owner of every schema, and of what the master made in them, with the rights on it that the
 * purposes have; of some at a time, and of none when all are. What is the migrator's already keeps the rights that
 * migrations gave it and took from it.
 */
export async function adopt(db: ClientBase): Promise<string[]> {
    const found = await db.query<{ name: string; isMigrators: boolean }>(schemas);
    for (const { name, isMigrators } of found.rows) {
        if (!isMigrators) await db.query(`ALTER SCHEMA ${name} OWNER TO migrator`);
        await db.query(`REVOKE ALL ON SCHEMA ${name} FROM PUBLIC`);
        await db.query(`GRANT USAGE ON SCHEMA ${name} TO ${readers.join(", ")}`);
    }
    const { rows } = await db.query<Made>(masters);
    for (const made of rows) {
        await db.query(`ALTER ${made.kind} ${made.name} OWNER TO migrator`);
        for (const grant of grantsOn(made)) await db.query(grant);
    }
    // Of identity and serial columns: they followed their tables.
    if (rows.some(({ kind }) => kind === "TABLE")) await grantOwnedSequences(db);
    return rows.map(({ kind, name }) => `${kind.toLowerCase()} ${name}`);
}

function grantsOn({ kind, name }: Made): string[] {
    if (kind === "TYPE") return [];
    if (kind === "ROUTINE") {
        return [
            `REVOKE EXECUTE ON ROUTINE ${name} FROM PUBLIC`,
            `GRANT EXECUTE ON ROUTINE ${name} TO application`,
        ];
    }
    const right = kind === "TABLE" ? "rows" : "sequences";
    return readers.map((group) => `GRANT ${GROUPS[group][right]} ON ${kind} ${name} TO ${group}`);
}

/** A table that these can't read is in no manifest, and no copy of the database is ever proven. */
export async function showAll(db: ClientBase): Promise<void> {
    const { rows } = await db.query<{ name: string }>(
        `WITH schemas AS (${schemas})
         SELECT c.oid::regclass::text AS name FROM pg_catalog.pg_class c JOIN schemas ON schemas.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND c.relowner = 'migrator'::regrole
           AND NOT (pg_catalog.has_table_privilege('witness', c.oid, 'SELECT')
                    AND pg_catalog.has_table_privilege('checker', c.oid, 'SELECT'))`,
    );
    for (const { name } of rows) await db.query(`GRANT SELECT ON ${name} TO witness, checker`);
    await showRows(db);
}

/** Of a table under row-level security, too: a policy for these two, beside those of the application. */
async function showRows(db: ClientBase): Promise<void> {
    const { rows } = await db.query<{ name: string }>(
        `WITH schemas AS (${schemas})
         SELECT c.oid::regclass::text AS name FROM pg_catalog.pg_class c JOIN schemas ON schemas.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND c.relowner = 'migrator'::regrole AND c.relrowsecurity
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polname = '${POLICY}')`,
    );
    for (const { name } of rows)
        await db.query(`CREATE POLICY ${POLICY} ON ${name} FOR SELECT TO witness, checker USING (true)`);
}

async function grantOwnedSequences(db: ClientBase): Promise<void> {
    const { rows } = await db.query<{ name: string }>(
        `SELECT c.oid::regclass::text AS name FROM pg_catalog.pg_class c
         JOIN pg_catalog.pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
              AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
         WHERE c.relkind = 'S' AND c.relowner = 'migrator'::regrole AND c.relacl IS NULL`,
    );
    for (const { name } of rows)
        for (const grant of grantsOn({ kind: "SEQUENCE", name })) await db.query(grant);
}
