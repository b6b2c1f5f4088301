import { UPGRADE, upgradeOf } from "./kept.ts";
import type { UpgradeEnds } from "./world.ts";

/** How far a generation has come that follows another. */
export interface Status {
    from: string;
    to: string;
    versions: { from: string; to: string };
    /** Tables that are published, one of them the house's own, and those of which all rows are there. */
    tables: number;
    copied: number;
    /** Bytes of the application's database, on both sides. */
    bytes: { from: number; to: number };
    /** What the follower has yet to confirm. */
    lagBytes: number;
    /** Of the last change that came; null before the first, and while nothing comes. */
    lagSeconds: number | null;
    /** Faults of copying and of applying so far: the follower tries again, and its log says why. */
    faults: number;
    /** What RDS keeps for the follower: reserved, extended, unreserved, lost, or none. */
    slot: string;
    checkedAt: string | null;
}

export async function statusOf({ from, to }: UpgradeEnds): Promise<Status> {
    const [here, there] = [from.world.place.instance, to.world.place.instance];
    const follows = await upgradeOf(to.db, there);
    if (follows === undefined || follows.abandonedAt || follows.peer !== here)
        throw new Error(`${there} does not follow ${here}; use {"action":"begin","to":"${there}"}.`);
    const common =
        "current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS bytes";
    const { rows: source } = await from.db.query(
        `SELECT ${common}, (SELECT count(*)::int FROM pg_catalog.pg_publication_tables WHERE pubname = $1) AS tables,
            s.wal_status AS slot, pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn)::float8 AS lag,
            (SELECT extract(epoch FROM r.replay_lag)::float8 FROM pg_catalog.pg_stat_replication r WHERE r.pid = s.active_pid) AS seconds
         FROM (VALUES (true)) AS one LEFT JOIN pg_catalog.pg_replication_slots s ON s.slot_name = $1`,
        [UPGRADE],
    );
    const { rows: target } = await to.db.query(
        `SELECT ${common}, (SELECT count(*)::int FROM pg_catalog.pg_subscription_rel WHERE srsubid = s.oid AND srsubstate = 'r') AS copied,
            (SELECT (apply_error_count + sync_error_count)::int FROM pg_catalog.pg_stat_subscription_stats WHERE subid = s.oid) AS faults
         FROM (VALUES (true)) AS one LEFT JOIN pg_catalog.pg_subscription s ON s.subname = $1`,
        [UPGRADE],
    );
    const [a, b] = [source[0], target[0]];
    return {
        from: here,
        to: there,
        versions: { from: a.version, to: b.version },
        tables: a.tables,
        copied: b.copied,
        bytes: { from: a.bytes, to: b.bytes },
        lagBytes: a.lag ?? Infinity,
        lagSeconds: a.seconds,
        faults: b.faults ?? 0,
        slot: a.slot ?? "none",
        checkedAt: follows.checkedAt?.toISOString() ?? null,
    };
}
