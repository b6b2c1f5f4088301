import type { ClientBase } from "pg";
import { OBJECTS } from "../manifest/schema.ts";
import { USERS_OWN } from "../manifest/tables.ts";
import { KEEPER } from "../roles/purposes.ts";

/** What the publication, the slot and the subscription are called: one upgrade at a time. */
export const UPGRADE = "airworthy_upgrade";

/** The tables that hold the application's rows: partitions, not the tables that they are parts of. */
export const TABLES = `SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${USERS_OWN}`;

/**
 * What both ends keep, in a schema that no dump of ours holds. `upgrade` has a row of each end's own; a copy takes the row
 * of its original with it, which means nothing there. `carried` is published: what is written there tells the follower.
 */
const TABLES_KEPT = `
    CREATE TABLE IF NOT EXISTS pooler.upgrade (
        instance text PRIMARY KEY,
        peer text NOT NULL,
        shape text,
        subscription oid,
        checked_at timestamptz,
        abandoned_at timestamptz
    );
    CREATE TABLE IF NOT EXISTS pooler.carried (
        name text PRIMARY KEY,
        value bigint,
        is_called boolean,
        at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    REVOKE ALL ON pooler.upgrade, pooler.carried FROM PUBLIC;`;

/** Of the schema, in the server's own words: what a migration changes in the middle, replication does not bring along. */
const SHAPE = `
    CREATE OR REPLACE FUNCTION pooler.shape() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS $shape$
        SELECT md5(string_agg(concat_ws(' ', name, definition), E'\\n' ORDER BY name, definition)) FROM (
            SELECT name, definition FROM (${OBJECTS}) AS o
            UNION ALL SELECT format('function %s', p.oid::regprocedure), pg_get_functiondef(p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.prokind IN ('f', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'airworthy', 'pooler')
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            UNION ALL SELECT format('trigger %I of %s', t.tgname, t.tgrelid::regclass), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
            FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgname !~ '^airworthy_'
        ) AS all_there_is
    $shape$;
    REVOKE ALL ON FUNCTION pooler.shape() FROM PUBLIC;`;

/**
 * Sequences are not replicated: their values come as rows, and are set where those arrive, in the transaction that
 * brings them. ALWAYS, for what is replicated fires no other trigger; with the master's rights, who made it.
 */
const CARRY = `
    CREATE OR REPLACE FUNCTION pooler.carry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $carry$
    BEGIN
        IF NEW.value IS NOT NULL THEN
            PERFORM pg_catalog.setval(NEW.name::regclass, NEW.value, NEW.is_called);
        END IF;
        RETURN NULL;
    END $carry$;
    REVOKE ALL ON FUNCTION pooler.carry() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION pooler.carry() TO ${KEEPER};
    CREATE OR REPLACE TRIGGER carry AFTER INSERT OR UPDATE ON pooler.carried FOR EACH ROW EXECUTE FUNCTION pooler.carry();
    ALTER TABLE pooler.carried ENABLE ALWAYS TRIGGER carry;`;

/** Makes what the end keeps that is followed, or that follows. */
export async function keep(db: ClientBase, end: "followed" | "follower"): Promise<void> {
    await db.query("BEGIN");
    try {
        await db.query(`SET LOCAL ROLE ${KEEPER}; ${TABLES_KEPT} RESET ROLE`);
        await db.query(end === "followed" ? SHAPE : CARRY);
        await db.query("COMMIT");
    } catch (error) {
        await db.query("ROLLBACK");
        throw error;
    }
}

/** Takes all of it away. */
export async function forget(db: ClientBase): Promise<void> {
    await db.query(
        `DROP TABLE IF EXISTS pooler.upgrade, pooler.carried;
         DROP FUNCTION IF EXISTS pooler.shape(); DROP FUNCTION IF EXISTS pooler.carry()`,
    );
}

interface Upgrade {
    peer: string;
    shape: string | null;
    /** Its number, at the other end. */
    subscription: number | null;
    checkedAt: Date | null;
    abandonedAt: Date | null;
}

/** What an end says of the upgrade that it is part of, under its own name. */
export async function upgradeOf(db: ClientBase, instance: string): Promise<Upgrade | undefined> {
    const { rows: found } = await db.query("SELECT to_regclass('pooler.upgrade') IS NOT NULL AS there");
    if (!found[0].there) return undefined;
    const { rows } = await db.query<Upgrade>(
        `SELECT peer, shape, subscription, checked_at AS "checkedAt", abandoned_at AS "abandonedAt" FROM pooler.upgrade WHERE instance = $1`,
        [instance],
    );
    return rows[0];
}

/** Whether the follower has all that was written up to a point, safe from a crash of its own. */
export async function hasConfirmed(db: ClientBase, point: string): Promise<boolean> {
    const asked =
        "SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = $1 AND confirmed_flush_lsn >= $2";
    return ((await db.query(asked, [UPGRADE, point])).rowCount ?? 0) > 0;
}
