import type { ClientBase } from "pg";
import { align } from "../roles/align.ts";
import { fence, isFenced, REPLICATOR } from "../roles/fence.ts";
import { locked } from "../roles/locked.ts";
import { showAll } from "../roles/objects.ts";
import { verifierOf } from "../roles/scram.ts";
import { newPassword } from "../secrets/password.ts";
import { blockersOf } from "./blockers.ts";
import { keep, TABLES, upgradeOf, UPGRADE } from "./kept.ts";
import { copySchema } from "./schema-copy.ts";
import { statusOf, type Status } from "./status.ts";
import { atEnds, type UpgradeEnds, type UpgradeWorld } from "./world.ts";

/** Any fence of an attempt that was given up is older. */
const NO_ATTEMPT = Number.MAX_SAFE_INTEGER;

/**
 * Makes an empty generation follow the one that serves: its schema is copied, and its rows come by replication from then
 * on. Nobody but its master can sign in there until a switch leads to it. Each step can be repeated: ended anywhere and
 * called again, it goes on.
 */
export async function begin(world: UpgradeWorld, instance: string): Promise<Status> {
    await align(world, instance, true);
    return atEnds(world, instance, async (ends) => {
        const { from, to } = ends;
        await refuseStrange(ends);
        const blockers = await blockersOf(from.db, to.db);
        if (blockers.length > 0)
            throw new Error(`Nothing was begun. In the way: ${blockers.map((one) => `${one}.`).join(" ")}`);
        await world.step("keep");
        if (!(await isFenced(to.db, instance))) await fence(to.db, instance, NO_ATTEMPT);
        await locked(from.db, () => showAll(from.db));
        await keep(to.db, "follower");
        await keep(from.db, "followed");
        await note(to.db, instance, from.world.place.instance);
        await note(from.db, from.world.place.instance, instance);
        await world.step("schema");
        await bringSchema(world, ends);
        await world.step("publish");
        const password = newPassword();
        await publish(from.db, password);
        await world.step("slot");
        await makeSlot(from.db);
        await world.step("subscribe");
        await subscribe(ends, password);
        return statusOf(ends);
    });
}

/** What another upgrade left, or somebody's data, is nothing to begin with. */
async function refuseStrange({ from, to }: UpgradeEnds): Promise<void> {
    const [here, there] = [from.world.place.instance, to.world.place.instance];
    const [led, follows] = [await upgradeOf(from.db, here), await upgradeOf(to.db, there)];
    if (led !== undefined && led.peer !== there)
        throw new Error(`${led.peer} follows ${here}; use {"action":"abandon","to":"${led.peer}"} first.`);
    if (follows?.abandonedAt)
        throw new Error(`The upgrade to ${there} was abandoned: what it has is old. Use a new generation.`);
    if (follows !== undefined && follows.peer !== here)
        throw new Error(`${there} follows ${follows.peer}, and ${here} serves; use a new generation.`);
    const hasTables = async (db: ClientBase) => ((await db.query(`${TABLES} LIMIT 1`)).rowCount ?? 0) > 0;
    if (follows === undefined && (await hasTables(to.db)))
        throw new Error(`${there} is not empty; use a new generation, without an origin.`);
    if (!(await hasTables(from.db)))
        throw new Error(`${here} has no table yet; change over to ${there} without an upgrade.`);
}

async function note(db: ClientBase, instance: string, peer: string): Promise<void> {
    await db.query("INSERT INTO pooler.upgrade (instance, peer) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
        instance,
        peer,
    ]);
}

/** What the schema was is noted before it is copied: a migration in between is seen before the switch, not after. */
async function bringSchema(world: UpgradeWorld, { from, to }: UpgradeEnds): Promise<void> {
    const here = from.world.place.instance;
    if ((await to.db.query(`${TABLES} LIMIT 1`)).rowCount) return;
    await from.db.query("UPDATE pooler.upgrade SET shape = pooler.shape() WHERE instance = $1", [here]);
    const at = { from: from.world.place, to: to.world.place };
    await copySchema(world.programs, { from: from.login, to: to.login }, at);
}

/** Who follows reads all tables as the checker does, row-level security or not; a statement there may take days. */
async function publish(db: ClientBase, password: string): Promise<void> {
    const { rowCount: known } = await db.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [
        REPLICATOR,
    ]);
    if (!known) await db.query(`CREATE ROLE ${REPLICATOR} LOGIN`);
    const verifier = verifierOf({ user: REPLICATOR, password });
    await db.query(`ALTER ROLE ${REPLICATOR} LOGIN PASSWORD '${verifier}'`);
    for (const limit of ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
        await db.query(`ALTER ROLE ${REPLICATOR} SET ${limit} = 0`);
    await db.query(`GRANT checker, rds_replication TO ${REPLICATOR}`);
    await db.query(
        `GRANT USAGE ON SCHEMA pooler TO ${REPLICATOR}; GRANT SELECT ON pooler.carried TO ${REPLICATOR}`,
    );
    const { rows } = await db.query<{ name: string }>(`${TABLES} ORDER BY 2`);
    const tables = ["pooler.carried", ...rows.map(({ name }) => name)].join(", ");
    const { rowCount } = await db.query("SELECT FROM pg_catalog.pg_publication WHERE pubname = $1", [
        UPGRADE,
    ]);
    const change = rowCount
        ? `ALTER PUBLICATION ${UPGRADE} SET TABLE`
        : `CREATE PUBLICATION ${UPGRADE} FOR TABLE`;
    await db.query(`${change} ${tables}`);
}

async function makeSlot(db: ClientBase): Promise<void> {
    const asked = "SELECT wal_status AS status FROM pg_catalog.pg_replication_slots WHERE slot_name = $1";
    const { rows } = await db.query<{ status: string }>(asked, [UPGRADE]);
    if (rows[0]?.status === "lost")
        throw new Error(
            "The follower was away for longer than max_slot_wal_keep_size allows, and can't go on; abandon it, and use a new generation.",
        );
    if (rows.length === 0)
        await db.query(`SELECT pg_catalog.pg_create_logical_replication_slot('${UPGRADE}', 'pgoutput')`);
}

/**
 * The password is in this one statement only, which connects to nobody, so that it is over before the server would log it
 * as slow. By the channel binding of SCRAM the other server proves that it is the one that knows the password.
 */
async function subscribe({ from, to }: UpgradeEnds, password: string): Promise<void> {
    const { host, port, database } = from.world.place;
    const way = `host=${host} port=${port} dbname=${database} user=${REPLICATOR} password=${password} sslmode=require channel_binding=require`;
    const asked = "SELECT FROM pg_catalog.pg_subscription WHERE subname = $1";
    if ((await to.db.query(asked, [UPGRADE])).rowCount)
        await to.db.query(`ALTER SUBSCRIPTION ${UPGRADE} CONNECTION '${way}'`);
    else
        await to.db.query(
            `CREATE SUBSCRIPTION ${UPGRADE} CONNECTION '${way}' PUBLICATION ${UPGRADE} WITH (connect = false, slot_name = '${UPGRADE}')`,
        );
    const { rows } = await to.db.query("SELECT oid FROM pg_catalog.pg_subscription WHERE subname = $1", [
        UPGRADE,
    ]);
    const noted = "UPDATE pooler.upgrade SET subscription = $2 WHERE instance = $1";
    await from.db.query(noted, [from.world.place.instance, rows[0].oid]);
    await to.db.query(`ALTER SUBSCRIPTION ${UPGRADE} ENABLE`);
    await to.db.query(`ALTER SUBSCRIPTION ${UPGRADE} REFRESH PUBLICATION`);
}
