import type { ClientBase } from "pg";
import { RENDERING, hashOf } from "./rendering.ts";

/**
 * The schema `airworthy`, in the database itself, so that every copy of the database holds what it can be judged by.
 * `gone` and `ddl` are witnesses: written in the transaction of the DELETE or the migration that they tell of.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS airworthy.heartbeat (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS airworthy.manifest (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version int NOT NULL,
    begun timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished timestamptz,
    database jsonb,
    horizon xid8,
    objects jsonb,
    schema_hash text,
    invariants jsonb,
    missed jsonb,
    hash text
);
CREATE TABLE IF NOT EXISTS airworthy.entry (
    manifest bigint NOT NULL REFERENCES airworthy.manifest ON DELETE CASCADE,
    relation oid NOT NULL,
    family oid[] NOT NULL,
    name text NOT NULL,
    taken timestamptz NOT NULL DEFAULT clock_timestamp(),
    horizon xid8 NOT NULL DEFAULT pg_snapshot_xmin(pg_current_snapshot()),
    key_columns int2[] NOT NULL,
    row_columns jsonb NOT NULL,
    watched boolean NOT NULL,
    every_row boolean NOT NULL,
    keys bigint[] NOT NULL,
    rows bigint[] NOT NULL,
    PRIMARY KEY (manifest, relation)
);
CREATE TABLE IF NOT EXISTS airworthy.gone (
    relation oid NOT NULL,
    keys bigint[],
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS airworthy.ddl (
    tag text NOT NULL,
    catalog oid,
    object oid,
    identity text,
    dropped boolean NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN airworthy.gone.keys IS 'Hashes of the keys of deleted rows; null after TRUNCATE: all of them';`;

/** With the rights of the ledger's owner, whoever deletes; and with one rendering of values, whatever the session has. */
const WITNESS = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
${Object.entries(RENDERING)
    .map(([name, value]) => `SET ${name} = '${value}'`)
    .join("\n")}`;

/** A witness never fails the statement that it sees: what it missed makes the check strict, not the application slow. */
const NEVER_FAILS = `EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'airworthy could not record %: %', TG_TAG_OR_TABLE, SQLERRM;`;

const KEYS_IN_A_ROW = 1000;
const keyOf = `${hashOf("%1$s").replaceAll("'", "''")}`;

/** Its arguments: the relation whose columns the key's numbers count, and those numbers. */
const ROWS = `
CREATE OR REPLACE FUNCTION airworthy.witness_rows() RETURNS trigger ${WITNESS} AS $witness$
DECLARE key text;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO airworthy.gone (relation) VALUES (TG_RELID);
        RETURN NULL;
    END IF;
    SELECT string_agg(format('o.%I', a.attname), ', ' ORDER BY k.n) INTO key
    FROM unnest(TG_ARGV[1]::int2[]) WITH ORDINALITY AS k (attnum, n)
    JOIN pg_attribute a ON a.attrelid = TG_ARGV[0]::oid AND a.attnum = k.attnum;
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO airworthy.gone (relation, keys)
            SELECT $1, ARRAY[old.key] FROM (SELECT ${keyOf} AS key FROM (SELECT ($2).*) AS o) AS old,
                (SELECT ${keyOf} AS key FROM (SELECT ($3).*) AS o) AS new
            WHERE old.key <> new.key', key) USING TG_RELID, OLD, NEW;
    ELSIF TG_LEVEL = 'ROW' THEN
        EXECUTE format('INSERT INTO airworthy.gone (relation, keys)
            SELECT $1, ARRAY[${keyOf}] FROM (SELECT ($2).*) AS o', key) USING TG_RELID, OLD;
    ELSE
        EXECUTE format('INSERT INTO airworthy.gone (relation, keys)
            SELECT $1, array_agg(key) FROM (
                SELECT ${keyOf} AS key, row_number() OVER () / ${KEYS_IN_A_ROW} AS part FROM old_rows AS o
            ) AS k GROUP BY part', key) USING TG_RELID;
    END IF;
    RETURN NULL;
${NEVER_FAILS.replace("TG_TAG_OR_TABLE", "TG_TABLE_NAME")}
    RETURN NULL;
END $witness$;`;

/**
 * Makes one table record its deletes: with the rights of whoever calls it, who has to own the table. Partitioned tables
 * are watched row by row, because that is what PostgreSQL passes on to partitions, the future ones too, and so are those
 * that inherit, for a DELETE aimed at their parent fires their triggers for rows alone; others by statement, which costs
 * less. No column is named in a trigger: PostgreSQL refuses to change the type of one that is. But each has the table's
 * number in its name: where a partition has a trigger of that name already, PostgreSQL refuses to attach it.
 * `*<>` compares what is stored, for not every type can be compared with `=`; and ALWAYS is for sessions that have set
 * session_replication_role, as bulk loads do.
 */
const WATCH = `
CREATE OR REPLACE FUNCTION airworthy.watch(relation regclass, keys int2[], is_root boolean, is_partition boolean,
    is_generated boolean) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $watch$
DECLARE
    wanted record;
    other name;
BEGIN
    -- Those of another name: of a table that this one was restored from.
    FOR other IN SELECT tgname FROM pg_trigger WHERE tgrelid = relation AND tgparentid = 0
        AND tgname LIKE 'airworthy\\_%' AND tgname NOT LIKE '%\\_' || relation::oid LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', other, relation);
    END LOOP;
    FOR wanted IN SELECT name || '_' || relation::oid AS name, event, each FROM (VALUES
        ('airworthy_truncated', 'TRUNCATE', 'FOR EACH STATEMENT', true),
        ('airworthy_deleted', 'DELETE', CASE WHEN is_root THEN 'FOR EACH ROW'
            ELSE 'REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT' END, NOT is_partition),
        ('airworthy_rekeyed', 'UPDATE', 'FOR EACH ROW WHEN (OLD *<> NEW)', NOT is_partition AND NOT is_generated)
    ) AS t (name, event, each, here) WHERE here LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER %s ON %s %s EXECUTE FUNCTION airworthy.witness_rows(%L, %L)',
            wanted.name, wanted.event, relation, wanted.each, relation::oid, keys);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', relation, wanted.name);
    END LOOP;
END $watch$;`;

const DDL = `
CREATE OR REPLACE FUNCTION airworthy.witness_ddl() RETURNS event_trigger ${WITNESS} AS $witness$
BEGIN
    IF TG_EVENT = 'sql_drop' THEN
        INSERT INTO airworthy.ddl (tag, catalog, object, identity, dropped)
        SELECT TG_TAG, classid, objid, object_identity, true
        FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary AND objsubid = 0;
    ELSE
        INSERT INTO airworthy.ddl (tag, catalog, object, identity, dropped)
        SELECT TG_TAG, classid, objid, object_identity, false
        FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp';
    END IF;
${NEVER_FAILS.replace("TG_TAG_OR_TABLE", "TG_TAG")}
END $witness$;`;

/** All of the ledger, in a schema that is there: safe to run twice. Its owner is whoever runs this. */
export const LEDGER = TABLES + ROWS + WATCH + DDL;

/** Makes the ledger, or brings it up to date, for everyone whose tables it watches. */
export async function createLedger(client: ClientBase): Promise<void> {
    await client.query("BEGIN");
    try {
        // Two that create the same schema at once would fail on each other.
        await client.query("SELECT pg_advisory_xact_lock(hashtext('airworthy.ledger'))");
        await client.query(
            "CREATE SCHEMA IF NOT EXISTS airworthy; GRANT USAGE ON SCHEMA airworthy TO PUBLIC",
        );
        await client.query(LEDGER);
        await client.query("COMMIT");
    } catch (error) {
        await client.query("ROLLBACK");
        throw error;
    }
}
