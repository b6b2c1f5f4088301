import type { ClientBase } from "pg";
import { align } from "../roles/align.ts";
import { checkFence, isFenced } from "../roles/fence.ts";
import type { World } from "../roles/world.ts";
import { Attempt } from "./attempt.ts";
import type { Switched, SwitchEvent } from "./event.ts";
import { atBothEnds } from "./fenced.ts";
import { checkFollower } from "./follower.ts";
import { lastOf, servingOf, type SwitchRecord } from "./record.ts";
import { countersOf, sessionsOver, writesLeft } from "./rows.ts";
import { takeOver } from "./take-over.ts";
import { generationOf, worldAt, type SwitchWorld } from "./world.ts";

type Asked = Extract<SwitchEvent, { action: "switch" }> & { deadlineSeconds: number };

/**
 * Leads all poolers from the generation that serves to another, so that no request fails and no write is in both. Each
 * step can be repeated: ended anywhere and called again, it goes on.
 */
export async function switchTo(world: SwitchWorld, asked: Asked): Promise<Switched> {
    const before = await takeOver(world, await world.table.record());
    const deployed = generationOf(world);
    const serving = servingOf(before, deployed);
    if (serving.instance === asked.to) {
        if (before?.phase === "switched" && before.to.instance === asked.to)
            return new Attempt(world, before).finish();
        throw new Error(`${asked.to} serves already; there is nothing to switch.`);
    }
    const busy = await world.service.unsettled();
    if (busy !== undefined) throw new Error(`It is no time to switch: ${busy}. Try again when that is over.`);
    const from = await worldAt(world, serving.instance);
    const to = await worldAt(world, asked.to);
    await world.step("align");
    // Its passwords are to be those of today; and if it is the one before, it stays shut until the other is.
    await align(world, asked.to, true);
    return atBothEnds(from, to, async (ends) => {
        await checkWrites(ends.from.db, before, asked);
        await checkFence(ends.from.db);
        const isFollowed = await checkFollower(ends);
        const record = await begin(world, before, asked, {
            ends: [from, to],
            toWasFenced: await isFenced(ends.to.db, asked.to),
            written: await countersOf(ends.to.db),
            isFollowed,
        });
        return new Attempt(world, record).run(ends, async () => {
            // What the last sessions wrote is counted when they have ended.
            if (writesLeft(before, asked.to, {})) await sessionsOver(ends.from.db);
            await checkWrites(ends.from.db, before, asked);
        });
    });
}

async function begin(
    world: SwitchWorld,
    before: SwitchRecord | undefined,
    { deadlineSeconds }: Asked,
    {
        ends: [from, to],
        ...known
    }: { ends: [World, World] } & Pick<SwitchRecord, "toWasFenced" | "written" | "isFollowed">,
): Promise<SwitchRecord> {
    await world.step("begin");
    // Whatever their deployment named, the poolers that are there go by this attempt.
    const tasks = await world.service.tasks();
    const rows = (await world.table.rows()).filter(({ task }) => tasks.includes(task));
    const record: SwitchRecord = {
        epoch: (before?.epoch ?? 0) + 1,
        phase: "pausing",
        gathered: false,
        from: generationOf(from),
        to: generationOf(to),
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
