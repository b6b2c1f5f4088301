import type { ClientBase } from "pg";
import { locked, LOCK } from "./locked.ts";
import { KEEPER } from "./purposes.ts";

/**
 * One row an instance. `fenced_at` is null where it has no fence; `roles` get their sign-in back when it is lifted; and
 * an attempt up to `given_up` may not set it any more, however late its statement arrives. A copy takes the rows of its
 * original with it: a fence of another name means nothing there.
 */
export const FENCES = `
    CREATE TABLE IF NOT EXISTS pooler.fence (
        instance text PRIMARY KEY,
        fenced_at timestamptz,
        roles name[] NOT NULL DEFAULT '{}',
        given_up bigint NOT NULL DEFAULT 0
    );`;

/** Signs in for a generation of the next version, which follows this one (../upgrade/): it reads, and writes nothing. */
export const REPLICATOR = "airworthy_replicator";

/**
 * Everyone but the master, RDS's own, the follower, and superusers, whom the master can neither shut out nor end. A name
 * that begins as RDS's do is somebody's own if the master made it: who creates a role may administer it, from PostgreSQL
 * 16 on (its documentation, "CREATE ROLE", 2026-11-24).
 */
export const OTHERS = `NOT r.rolsuper AND r.rolname <> current_user AND r.rolname <> '${REPLICATOR}'
    AND (r.rolname NOT LIKE 'rds%' OR pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION'))`;

/** Part of a block that has `one` and `fenced`: nobody of these may sign in. */
export const shut = (who: string) => `
    FOR one IN SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.rolcanlogin AND ${who} LOOP
        EXECUTE format('ALTER ROLE %I NOLOGIN', one);
        fenced := fenced || one;
    END LOOP;`;

/**
 * Part of a block, after the COMMIT of the one before: nobody of these is left. Who signed in a moment before the COMMIT
 * is in pg_stat_activity a moment after it; meanwhile only the transaction of its sign-in shows (pg_locks), and that is
 * waited for. One that takes longer than a second has yet to send its password, and is refused after that. What does not end until the limit is `late`.
 */
export const ending = (who: string, limit: string, late: string) => `
    committed := clock_timestamp();
    starting := ARRAY(SELECT l.virtualxid FROM pg_catalog.pg_locks l WHERE l.locktype = 'virtualxid'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = l.pid));
    LOOP
        SELECT array_agg(a.pid) INTO found
        FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid WHERE ${who};
        EXIT WHEN found IS NULL AND (clock_timestamp() > committed + interval '1 second' OR NOT EXISTS (
            SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'virtualxid' AND l.virtualxid = ANY (starting)));
        IF clock_timestamp() > ${limit} THEN ${late} END IF;
        ended := ARRAY(SELECT DISTINCT unnest(ended || coalesce(found, '{}')));
        PERFORM pg_catalog.pg_terminate_backend(pid) FROM unnest(found) AS pid;
        COMMIT;
        PERFORM pg_catalog.pg_sleep(0.01);
    END LOOP;`;

const LATE = "RAISE 'The fence is set, but % sessions do not end.', cardinality(found);";

/**
 * Nobody new first, then nobody left. It is one statement, so that the server goes on when who sent it dies. Until the
 * first COMMIT it is all or nothing: a role that the master may not alter leaves everything as it was.
 */
const FENCE = `
DO $fence$
DECLARE
    this constant text := current_setting('airworthy.instance');
    attempt constant bigint := current_setting('airworthy.epoch')::bigint;
    one name;
    fenced name[] := '{}';
    found int[];
    ended int[] := '{}';
    starting text[];
    committed timestamptz;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(${LOCK});
    IF EXISTS (SELECT FROM pooler.fence f WHERE f.instance = this AND f.given_up >= attempt) THEN
        RAISE 'Attempt % was given up.', attempt;
    END IF;
${shut(OTHERS)}
    INSERT INTO pooler.fence AS f (instance, fenced_at, roles) VALUES (this, clock_timestamp(), fenced)
    ON CONFLICT (instance) DO UPDATE SET fenced_at = coalesce(f.fenced_at, excluded.fenced_at),
        roles = ARRAY(SELECT DISTINCT unnest(f.roles || excluded.roles));
    COMMIT;
${ending(OTHERS, "committed + interval '30 seconds'", LATE)}
    PERFORM set_config('airworthy.ended', cardinality(ended)::text, false);
END $fence$`;

interface Fence {
    roles: string[];
    sessionsEnded: number;
}

/** Shuts everyone out of an instance but its master, and ends their sessions. Done again, it changes nothing. */
export async function fence(db: ClientBase, instance: string, epoch: number): Promise<Fence> {
    await ready(db, instance, epoch);
    await db.query(FENCE);
    const { rows } = await db.query<Fence>(
        `SELECT roles::text[], current_setting('airworthy.ended')::int AS "sessionsEnded"
         FROM pooler.fence WHERE instance = $1`,
        [instance],
    );
    return rows[0]!;
}

/** Sets a session up for one of these blocks. */
export async function ready(db: ClientBase, instance: string, epoch: number): Promise<void> {
    await makeTable(db);
    // It outlives its client and the limits of users' requests; for a lock it waits as long as they may.
    await db.query(
        "SET statement_timeout = 0; SET client_connection_check_interval = 0; SET lock_timeout = '10s'",
    );
    await db.query(
        "SELECT set_config('airworthy.instance', $1, false), set_config('airworthy.epoch', $2, false)",
        [instance, String(epoch)],
    );
}

/** Names whom the master may not shut out, before anybody waits for it. Nothing is changed. */
export async function checkFence(db: ClientBase): Promise<void> {
    const { rows } = await db.query<{ name: string }>(
        `SELECT quote_ident(r.rolname) AS name FROM pg_catalog.pg_roles r WHERE r.rolcanlogin AND ${OTHERS}`,
    );
    for (const { name } of rows) {
        await db.query("BEGIN");
        try {
            await db.query(`ALTER ROLE ${name} NOLOGIN`);
        } catch (error) {
            throw new Error(
                `The master may not shut out ${name} (${(error as Error).message}); use ALTER ROLE ${name} NOLOGIN as who made it, or DROP ROLE.`,
            );
        } finally {
            await db.query("ROLLBACK");
        }
    }
}

/** Whether an instance has its fence. In a transaction of `locked` the answer holds until its end. */
export async function isFenced(db: ClientBase, instance: string): Promise<boolean> {
    const { rows: found } = await db.query("SELECT to_regclass('pooler.fence') IS NOT NULL AS there");
    if (!found[0].there) return false;
    const asked = "SELECT FROM pooler.fence WHERE instance = $1 AND fenced_at IS NOT NULL";
    return ((await db.query(asked, [instance])).rowCount ?? 0) > 0;
}

/** Why the roles and passwords of a fenced instance stay as they are. */
export function behindFence(instance: string): string {
    return `${instance} is fenced: another generation serves. Deploy that one as the active one, or switch back.`;
}

/** Decides an attempt that died: true when its fence is set, and if not, it never will be. */
export async function isFencedOrGivenUp(db: ClientBase, instance: string, epoch: number): Promise<boolean> {
    await makeTable(db);
    return locked(db, async () => {
        if (await isFenced(db, instance)) return true;
        await db.query(
            `INSERT INTO pooler.fence AS f (instance, given_up) VALUES ($1, $2)
             ON CONFLICT (instance) DO UPDATE SET given_up = greatest(f.given_up, excluded.given_up)`,
            [instance, epoch],
        );
        // Of a fence that waited for its follower when it was given up.
        await lift(db, "instance = $1", instance);
        return false;
    });
}

/** Gives back the sign-in that the fence of this name took, to exactly those roles. */
export async function unfence(db: ClientBase, instance: string): Promise<void> {
    if (await isFenced(db, instance)) await locked(db, () => lift(db, "instance = $1", instance));
}

/** Lifts what a copy brought with it from its original; part of a transaction of `locked`. */
export async function liftOthers(db: ClientBase, instance: string): Promise<void> {
    await lift(db, "instance <> $1", instance);
    await db.query("DELETE FROM pooler.fence WHERE instance <> $1", [instance]);
}

async function lift(db: ClientBase, which: string, instance: string): Promise<void> {
    const { rows } = await db.query<{ name: string }>(
        `SELECT DISTINCT quote_ident(r.rolname) AS name FROM pooler.fence f
         JOIN pg_catalog.pg_roles r ON r.rolname = ANY (f.roles) WHERE ${which}`,
        [instance],
    );
    for (const { name } of rows) await db.query(`ALTER ROLE ${name} LOGIN`);
    await db.query(`UPDATE pooler.fence SET fenced_at = NULL, roles = '{}' WHERE ${which}`, [instance]);
}

/** A generation that was deployed before there were fences has no table for them. */
async function makeTable(db: ClientBase): Promise<void> {
    await db.query(`BEGIN; SET LOCAL ROLE ${KEEPER}; ${FENCES} COMMIT`);
}
