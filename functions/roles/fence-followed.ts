import type { ClientBase } from "pg";
import { ending, OTHERS, ready, shut } from "./fence.ts";
import { LOCK } from "./locked.ts";
import { usersOf } from "./purposes.ts";

/** The poolers' own users write nothing: by their sign-in the poolers tell whether it is decided. */
const WRITERS = `${OTHERS} AND r.rolname NOT IN ('${usersOf("pooler").join("', '")}')`;

/**
 * The fence of a generation that another one follows by replication: it is set when the follower has confirmed
 * everything, and not before. So who finds it set may go on with the follower, whoever died.
 *
 * First nobody may write any more. Then all that is left to bring is written down, the values of sequences too, and the
 * follower has until the deadline to confirm it. If it has not by then, everybody may sign in again. All of this is one
 * statement, so that the server ends it either way, and before the lease of who sent it ends.
 */
const FENCE = `
DO $fence$
DECLARE
    this constant text := current_setting('airworthy.instance');
    attempt constant bigint := current_setting('airworthy.epoch')::bigint;
    slot constant name := current_setting('airworthy.slot');
    deadline constant timestamptz := clock_timestamp() + current_setting('airworthy.patience')::interval;
    one name;
    fenced name[] := '{}';
    found int[];
    ended int[] := '{}';
    starting text[];
    committed timestamptz;
    value text;
    final pg_lsn;
    confirmed pg_lsn;
    problem text;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(${LOCK});
    PERFORM set_config('airworthy.ended', '0', false);
    IF EXISTS (SELECT FROM pooler.fence f WHERE f.instance = this AND f.fenced_at IS NOT NULL) THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM pooler.fence f WHERE f.instance = this AND f.given_up >= attempt) THEN
        RAISE 'Attempt % was given up.', attempt;
    END IF;
${shut(WRITERS)}
    INSERT INTO pooler.fence AS f (instance, roles) VALUES (this, fenced)
    ON CONFLICT (instance) DO UPDATE SET roles = ARRAY(SELECT DISTINCT unnest(f.roles || excluded.roles));
    COMMIT;
${ending(WRITERS, "deadline", "problem := 'sessions do not end'; EXIT;")}
    IF problem IS NULL AND pooler.shape() IS DISTINCT FROM (SELECT u.shape FROM pooler.upgrade u WHERE u.instance = this) THEN
        problem := 'its schema was changed since the copy was made, and such changes are not replicated';
    END IF;
    IF problem IS NULL THEN
        FOR value IN SELECT format('%I.%I', s.schemaname, s.sequencename) FROM pg_catalog.pg_sequences s
            WHERE s.schemaname NOT IN ('airworthy', 'pooler')
        LOOP
            EXECUTE format('INSERT INTO pooler.carried (name, value, is_called) SELECT %L, last_value, is_called FROM %s
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, is_called = excluded.is_called,
                    at = excluded.at', value, value);
        END LOOP;
        INSERT INTO pooler.carried (name) VALUES ('the end') ON CONFLICT (name) DO UPDATE SET at = excluded.at;
        COMMIT;
        final := pg_catalog.pg_current_wal_flush_lsn();
        LOOP
            SELECT s.confirmed_flush_lsn INTO confirmed FROM pg_catalog.pg_replication_slots s WHERE s.slot_name = slot;
            EXIT WHEN confirmed >= final;
            IF clock_timestamp() > deadline THEN
                problem := format('its follower is at %s, and not at %s', coalesce(confirmed::text, 'no slot'), final);
                EXIT;
            END IF;
            COMMIT;
            PERFORM pg_catalog.pg_sleep(0.005);
        END LOOP;
    END IF;
    PERFORM pg_catalog.pg_advisory_xact_lock(${LOCK});
    IF EXISTS (SELECT FROM pooler.fence f WHERE f.instance = this AND f.given_up >= attempt) THEN
        RAISE 'Attempt % was given up.', attempt;
    END IF;
    IF problem IS NULL AND (EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolcanlogin AND ${WRITERS})
        OR EXISTS (SELECT FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid WHERE ${WRITERS})) THEN
        problem := 'somebody was let in again meanwhile';
    END IF;
    IF problem IS NULL THEN
${shut(OTHERS)}
        UPDATE pooler.fence f SET fenced_at = clock_timestamp(), roles = ARRAY(SELECT DISTINCT unnest(f.roles || fenced))
        WHERE f.instance = this;
    ELSE
        FOR one IN SELECT r.rolname FROM pooler.fence f JOIN pg_catalog.pg_roles r ON r.rolname = ANY (f.roles)
            WHERE f.instance = this
        LOOP
            EXECUTE format('ALTER ROLE %I LOGIN', one);
        END LOOP;
        UPDATE pooler.fence f SET roles = '{}' WHERE f.instance = this;
    END IF;
    COMMIT;
    IF problem IS NOT NULL THEN
        RAISE 'Not fenced: %.', problem;
    END IF;
    PERFORM set_config('airworthy.ended', cardinality(ended)::text, false);
END $fence$`;

/** Sets the fence as soon as the follower behind this slot has everything, or not at all. Returns the sessions it ended. */
export async function fenceFollowed(
    db: ClientBase,
    instance: string,
    { epoch, slot, patienceSeconds }: { epoch: number; slot: string; patienceSeconds: number },
): Promise<number> {
    await ready(db, instance, epoch);
    // No longer than who waits: what it does not get in time, it gives up.
    await db.query("SET lock_timeout = '1s'; SET synchronous_commit = on");
    await db.query(
        "SELECT set_config('airworthy.slot', $1, false), set_config('airworthy.patience', $2, false)",
        [slot, `${patienceSeconds} seconds`],
    );
    await db.query(FENCE);
    const { rows } = await db.query<{ ended: number }>(
        "SELECT current_setting('airworthy.ended')::int AS ended",
    );
    return rows[0]!.ended;
}
