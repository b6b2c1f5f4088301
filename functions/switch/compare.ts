import type { ClientBase } from "pg";
import type { Compared } from "./event.ts";
import { servingOf } from "./record.ts";
import { countersOf, rowsOf, writesLeft } from "./rows.ts";
import { asMaster, generationOf, worldAt, type SwitchWorld } from "./world.ts";

/** Seconds in which the rows of one side are counted. */
const COUNTING_SECONDS = 60;

/** What the generation that serves has and the other has not. Nothing is changed. */
export async function compare(world: SwitchWorld, toInstance: string): Promise<Compared> {
    const record = await world.table.record();
    const from = await worldAt(world, servingOf(record, generationOf(world)).instance);
    const to = await worldAt(world, toInstance);
    const sideOf = async (db: ClientBase) => {
        const rows = await rowsOf(db, COUNTING_SECONDS);
        return { rows, heartbeatAt: await heartbeatOf(db), counters: await countersOf(db) };
    };
    const [here, there] = [await asMaster(from, sideOf), await asMaster(to, sideOf)];
    const names = [...new Set([...here.rows.keys(), ...there.rows.keys()])].sort();
    const none = { rows: 0, isEstimate: false };
    return {
        from: { instance: from.place.instance, heartbeatAt: here.heartbeatAt },
        to: { instance: toInstance, heartbeatAt: there.heartbeatAt },
        tables: names.map((table) => {
            const [one, other] = [here.rows.get(table) ?? none, there.rows.get(table) ?? none];
            const isEstimate = one.isEstimate || other.isEstimate;
            return { table, from: one.rows, to: other.rows, isEstimate };
        }),
        writesSinceSwitch: writesLeft(record, toInstance, here.counters) ?? null,
    };
}

async function heartbeatOf(db: ClientBase): Promise<string | null> {
    const { rows: found } = await db.query("SELECT to_regclass('airworthy.heartbeat') IS NOT NULL AS there");
    if (!found[0].there) return null;
    const { rows } = await db.query<{ at: Date }>("SELECT max(at) AS at FROM airworthy.heartbeat");
    return rows[0]?.at?.toISOString() ?? null;
}
