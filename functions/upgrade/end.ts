import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import { REPLICATOR } from "../roles/fence.ts";
import { forget, upgradeOf, UPGRADE } from "./kept.ts";
import { atEnds, type UpgradeWorld } from "./world.ts";

/** Who reads a slot leaves it when it is told to, and it can be dropped then: ten seconds in all. */
const [TRIES, EVERY_MS] = [100, 100];

/** Takes the follower off: it keeps what it has, and nothing more comes. */
export async function stopFollowing(db: ClientBase): Promise<void> {
    const asked = "SELECT FROM pg_catalog.pg_subscription WHERE subname = $1";
    if (!(await db.query(asked, [UPGRADE])).rowCount) return;
    await db.query(`ALTER SUBSCRIPTION ${UPGRADE} DISABLE`);
    // Without its slot, which is on the other server: that one may be gone, or shut.
    await db.query(`ALTER SUBSCRIPTION ${UPGRADE} SET (slot_name = NONE)`);
    await db.query(`DROP SUBSCRIPTION ${UPGRADE}`);
}

/** A slot that nobody reads keeps the log of all writes, until the storage is full: it goes first, whatever comes after. */
export async function stopLeading(db: ClientBase, instance: string): Promise<void> {
    for (let tries = 1; ; tries++) {
        const slots = await slotsOf(db, instance);
        if (slots.length === 0) break;
        for (const { name, pid } of slots) {
            if (tries === TRIES) throw new Error(`The slot ${name} is in use by ${pid}; try again.`);
            if (pid === null) await db.query("SELECT pg_catalog.pg_drop_replication_slot($1)", [name]);
            else await db.query("SELECT pg_catalog.pg_terminate_backend($1)", [pid]);
        }
        await wait(EVERY_MS);
    }
    await db.query(`DROP PUBLICATION IF EXISTS ${UPGRADE}`);
    const { rowCount } = await db.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [REPLICATOR]);
    if (rowCount) await db.query(`REVOKE USAGE ON SCHEMA pooler FROM ${REPLICATOR}`);
    await forget(db);
    await db.query(`DROP ROLE IF EXISTS ${REPLICATOR}`);
}

/** Its own, and one for each table that was being copied, which has the number of the subscription in its name. */
async function slotsOf(db: ClientBase, instance: string) {
    const subscription = (await upgradeOf(db, instance))?.subscription;
    const { rows } = await db.query<{ name: string; pid: number | null }>(
        `SELECT slot_name AS name, active_pid AS pid FROM pg_catalog.pg_replication_slots
         WHERE slot_name = $1 OR slot_name LIKE 'pg\\_' || $2 || '\\_sync\\_%'`,
        [UPGRADE, String(subscription ?? "none")],
    );
    return rows;
}

/** Gives an upgrade up, at any point before the switch. What the follower has is old from then on, and no switch leads there. */
export async function abandon(world: UpgradeWorld, instance: string): Promise<{ abandoned: string }> {
    return atEnds(world, instance, async ({ from, to }) => {
        const follows = await upgradeOf(to.db, instance);
        if (follows === undefined) {
            const led = await upgradeOf(from.db, from.world.place.instance);
            if (led?.peer !== instance)
                throw new Error(`${instance} follows nobody, and never did; there is nothing to abandon.`);
        }
        await world.step("mark");
        await to.db.query(
            "UPDATE pooler.upgrade SET abandoned_at = coalesce(abandoned_at, now()) WHERE instance = $1",
            [instance],
        );
        await world.step("follower");
        await stopFollowing(to.db);
        await world.step("slot");
        await stopLeading(from.db, from.world.place.instance);
        return { abandoned: instance };
    });
}
