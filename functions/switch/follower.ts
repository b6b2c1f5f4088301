import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import { fenceFollowed } from "../roles/fence-followed.ts";
import { stopFollowing, stopLeading } from "../upgrade/end.ts";
import { forget, hasConfirmed, upgradeOf, UPGRADE } from "../upgrade/kept.ts";
import type { Ends } from "./ends.ts";

/** What may be missing at the last moment: the wait for more would be too long for users. */
const MOST_BYTES = 16 * 2 ** 20;
/** For one write to be confirmed, before anybody waits for that. */
const ANSWER_SECONDS = 10;
/** Of the lease: a fence that waits for its follower has ended before anybody takes its sender for dead. */
const PART_OF_LEASE = 0.6;

/** Whether `to` follows `from`, for an upgrade; or why it must not serve. Asked before anybody waits. */
export async function checkFollower({ from, to }: Pick<Ends, "from" | "to">): Promise<boolean> {
    const [here, there] = [from.world.place.instance, to.world.place.instance];
    const [led, follows] = [await upgradeOf(from.db, here), await upgradeOf(to.db, there)];
    // The one that is followed notes its schema; what follows has none to note.
    if (follows === undefined || follows.shape !== null) return false;
    const refuse = (why: string) => new Error(`${there} can't serve: ${why}.`);
    if (follows.abandonedAt) throw refuse("its upgrade was abandoned, and what it has is old; retire it");
    if (follows.peer !== here || led?.peer !== there)
        throw refuse(`it follows ${follows.peer}, and ${here} serves; abandon that upgrade, and retire it`);
    const { rows } = await to.db.query<{ left: number }>(
        `SELECT count(*) FILTER (WHERE srsubstate <> 'r')::int AS left FROM pg_catalog.pg_subscription_rel r
         JOIN pg_catalog.pg_subscription s ON s.oid = r.srsubid WHERE s.subname = $1`,
        [UPGRADE],
    );
    if (rows[0]!.left > 0) throw refuse(`${rows[0]!.left} tables are still being copied`);
    if (follows.checkedAt === null) throw refuse("its rows were not compared yet; npm run upgrade does that");
    const { rows: found } = await from.db.query<{ lag: number | null; isSame: boolean }>(
        `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), (SELECT confirmed_flush_lsn FROM pg_catalog.pg_replication_slots
            WHERE slot_name = $1))::float8 AS lag, pooler.shape() = $2 AS "isSame"`,
        [UPGRADE, led.shape],
    );
    const { lag, isSame } = found[0]!;
    if (!isSame)
        throw refuse(
            "the schema was changed since it was copied, and such changes are not replicated: abandon the upgrade, or take back what only added an index or a table",
        );
    if (lag === null) throw refuse("its slot is gone; abandon the upgrade");
    if (lag > MOST_BYTES)
        throw refuse(`it is ${lag} bytes behind, and ${MOST_BYTES} is the most; wait for it`);
    if (!(await isAnswering(from.db)))
        throw refuse(`it did not confirm a write within ${ANSWER_SECONDS} s; its log says why`);
    return true;
}

/** Writes what the follower has to confirm, as the fence will. */
async function isAnswering(db: ClientBase): Promise<boolean> {
    const end = performance.now() + ANSWER_SECONDS * 1000;
    await db.query(
        "INSERT INTO pooler.carried (name) VALUES ('a question') ON CONFLICT (name) DO UPDATE SET at = excluded.at",
    );
    const { rows } = await db.query<{ at: string }>("SELECT pg_catalog.pg_current_wal_flush_lsn() AS at");
    while (!(await hasConfirmed(db, rows[0]!.at))) {
        if (performance.now() > end) return false;
        await wait(20);
    }
    return true;
}

/** Sets the fence once the follower has everything. Returns the sessions that it ended. */
export function fenceOnceFollowed(
    { from }: Pick<Ends, "from">,
    epoch: number,
    leaseSeconds: number,
): Promise<number> {
    const patienceSeconds = PART_OF_LEASE * leaseSeconds;
    return fenceFollowed(from.db, from.world.place.instance, { epoch, slot: UPGRADE, patienceSeconds });
}

/** The upgrade is over: two databases of their own. */
export async function part({ from, to }: Pick<Ends, "from" | "to">): Promise<void> {
    await stopFollowing(to.db);
    await forget(to.db);
    await stopLeading(from.db, from.world.place.instance);
}
