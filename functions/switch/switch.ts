import type { ClientBase } from "pg";
import { align } from "../roles/align.ts";
import { checkFence, isFenced } from "../roles/fence.ts";
import type { World } from "../roles/world.ts";
import { Attempt } from "./attempt.ts";
import type { Switched, SwitchEvent } from "./event.ts";
import { atBothEnds } from "./ends.ts";
import { fencedWay } from "./fenced.ts";
import { checkFollower } from "./follower.ts";
import { lostWay, refuseAnswering } from "./lost.ts";
import { lastOf, servingOf, type Generation, type SwitchRecord } from "./record.ts";
import { countersOf, sessionsOver, writesLeft } from "./rows.ts";
import { takeOver } from "./take-over.ts";
import { asMaster, generationOf, worldAt, type SwitchWorld } from "./world.ts";

type Asked = Extract<SwitchEvent, { action: "switch" }> & { deadlineSeconds: number };

/**
 * Leads all poolers from the generation that serves to another, so that no request fails and no write is in both. Each
 * step can be repeated: ended anywhere and called again, it goes on.
 */
export async function switchTo(world: SwitchWorld, asked: Asked): Promise<Switched> {
    const before = await takeOver(world, await world.table.record(), asked.isLost);
    const deployed = generationOf(world);
    const serving = servingOf(before, deployed);
    if (serving.instance === asked.to) {
        if (before?.phase === "switched" && before.to.instance === asked.to)
            return new Attempt(world, before).finish();
        throw new Error(`${asked.to} serves already; there is nothing to switch.`);
    }
    const busy = await world.service.unsettled();
    if (busy !== undefined) throw new Error(`It is no time to switch: ${busy}. Try again when that is over.`);
    if (asked.isLost) await refuseAnswering(world, serving);
    const to = await worldAt(world, asked.to);
    await world.step("align");
    // Its passwords are to be those of today; and if it is the one before, it stays shut until the other is.
    await align(world, asked.to, true);
    if (asked.isLost) return fromLost(world, before, asked, serving, to);
    const from = await worldAt(world, serving.instance);
    return atBothEnds(from, to, async (ends) => {
        await checkWrites(ends.from.db, before, asked);
        await checkFence(ends.from.db);
        const isFollowed = await checkFollower(ends);
        const record = await begin(world, before, asked, {
            from: serving,
            to: generationOf(to),
            toWasFenced: await isFenced(ends.to.db, asked.to),
            written: await countersOf(ends.to.db),
            isFollowed,
        });
        const mayGo = async () => {
            // What the last sessions wrote is counted when they have ended.
            if (lastOf(before)?.from === asked.to) await sessionsOver(ends.from.db);
            await checkWrites(ends.from.db, before, asked);
        };
        return new Attempt(world, record).run(fencedWay(ends, world.leaseSeconds, mayGo));
    });
}

/** Away from a generation that does not answer: nothing there can be counted, compared or shut. */
async function fromLost(
    world: SwitchWorld,
    before: SwitchRecord | undefined,
    asked: Asked,
    from: Generation,
    to: World,
): Promise<Switched> {
    return asMaster(to, async (db) => {
        const record = await begin(world, before, asked, {
            ...{ from, to: generationOf(to), isLost: true },
            toWasFenced: await isFenced(db, asked.to),
            written: await countersOf(db),
        });
        return new Attempt(world, record).run(lostWay(world, from, to, db));
    });
}

async function begin(
    world: SwitchWorld,
    before: SwitchRecord | undefined,
    { deadlineSeconds }: Asked,
    known: Pick<SwitchRecord, "from" | "to" | "toWasFenced" | "written" | "isFollowed" | "isLost">,
): Promise<SwitchRecord> {
    await world.step("begin");
    // Whatever their deployment named, the poolers that are there go by this attempt.
    const tasks = await world.service.tasks();
    const rows = (await world.table.rows()).filter(({ task }) => tasks.includes(task));
    const record: SwitchRecord = {
        epoch: (before?.epoch ?? 0) + 1,
        phase: "pausing",
        gathered: false,
        deployed: [...new Set([world.place.instance, ...rows.map(({ deployed }) => deployed)])],
        ...known,
        owner: world.owner,
        beat: 0,
        startedAt: world.now().toISOString(),
        deadlineSeconds,
        last: lastOf(before),
    };
    await world.table.put(record, before);
    return record;
}

/** A way back leaves writes behind: how many may be, a person has to say. */
async function checkWrites(
    db: ClientBase,
    before: SwitchRecord | undefined,
    { to, leaveWrites }: Asked,
): Promise<void> {
    const left = writesLeft(before, to, await countersOf(db));
    if (left === undefined || left.count === 0 || left.count <= (leaveWrites ?? -1)) return;
    const tables = Object.entries(left.tables).map(([table, rows]) => `${table}: ${rows}`);
    const allowed = leaveWrites === undefined ? "" : ` and leaveWrites is ${leaveWrites}`;
    throw new Error(
        `${left.count} rows were written since the switch to ${lastOf(before)?.to}, and would be left there (${tables.join(", ")})${allowed}; use "leaveWrites": ${left.count} to leave so many.`,
    );
}
