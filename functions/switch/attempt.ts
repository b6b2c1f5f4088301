import type { Switched } from "./event.ts";
import { atBothEnds } from "./ends.ts";
import { fencedWay, isDecided, type Way } from "./fenced.ts";
import { part } from "./follower.ts";
import { isPaused, Poolers } from "./poolers.ts";
import type { Evidence, PoolerRow, SwitchRecord } from "./record.ts";
import { countersOf } from "./rows.ts";
import { resumeScaling, suspendScaling } from "./scaling.ts";
import { TakenOver } from "./table.ts";
import { worldAt, type SwitchWorld } from "./world.ts";

/** How often the lease is renewed while it holds. */
const BEATS = 5;
/** Seconds in which each pooler has to have seen the switch: their agents look every 2 s, and nobody waits for it. */
const GATHER_SECONDS = 15;
/** Seconds in which the poolers have to run again at the other end; what goes wrong there is told after it. */
const ARRIVAL_SECONDS = 30;

/** One attempt, from its record on. */
export class Attempt {
    private readonly world: SwitchWorld;
    private readonly poolers: Poolers;
    private record: SwitchRecord;
    private isBeating = true;
    private lastBeat: Promise<unknown> = Promise.resolve();
    private mayBeFenced = false;
    private isLate = false;

    constructor(world: SwitchWorld, record: SwitchRecord) {
        this.world = world;
        this.poolers = new Poolers(world);
        this.record = record;
    }

    async run(way: Way): Promise<Switched> {
        void this.beat();
        try {
            await suspendScaling(this.world);
            const begun = await this.pause();
            const pausedMs = Math.round(performance.now() - begun);
            await way.check();
            await this.switch(way, { pausedMs, stallMs: 0 });
            return await this.finish(begun);
        } catch (error) {
            if (error instanceof TakenOver || this.record.phase === "switched") throw error;
            await this.settle(error as Error);
            return await this.finish();
        } finally {
            await this.stopBeating();
        }
    }

    /** Brings an attempt that died to one of its two ends. */
    async goOn(): Promise<void> {
        void this.beat();
        this.mayBeFenced = this.isLate = true;
        try {
            await this.settle(new Error("It died half-way.")).catch((error: unknown) => {
                if (this.record.phase !== "cancelled") throw error;
            });
        } finally {
            await this.stopBeating();
        }
    }

    /** When it has switched: waits for the poolers, and gives them back their scaling. */
    async finish(begun?: number): Promise<Switched> {
        try {
            await this.world.step("arrive");
            const { instance } = this.record.to;
            const isThere = (row: { state: string; instance: string }) =>
                row.state === "running" && row.instance === instance;
            const wanted = `running on ${instance}, which serves now`;
            if (this.record.evidence?.stallMs === 0) {
                const rows = await this.poolers.all(this.record, wanted, isThere, ARRIVAL_SECONDS * 1000);
                const stallMs = Math.max(
                    1,
                    Math.round(begun === undefined ? this.age() : performance.now() - begun),
                );
                const poolers = rows.map(({ task }) => task);
                const evidence = { ...this.record.evidence, stallMs, poolers };
                this.record = await this.world.table.change(this.record, { evidence });
            }
            await this.part();
        } finally {
            await resumeScaling(this.world);
        }
        const { from, to, epoch, evidence } = this.record;
        return { phase: "switched", from, to, epoch, evidence: evidence as Evidence };
    }

    private async part(): Promise<void> {
        const { from, to, isFollowed } = this.record;
        if (!isFollowed) return;
        await this.world.step("part");
        const [here, there] = [
            await worldAt(this.world, from.instance),
            await worldAt(this.world, to.instance),
        ];
        await atBothEnds(here, there, part);
        await this.change({ isFollowed: false });
    }

    private async pause(): Promise<number> {
        const { deadlineSeconds } = this.record;
        await this.world.step("gather");
        const isReady = ({ state }: PoolerRow) => state !== "failed";
        await this.poolers.all(this.record, "ready to switch", isReady, GATHER_SECONDS * 1000);
        const begun = performance.now();
        await this.change({ gathered: true });
        await this.world.step("pause");
        const wanted = `paused within ${deadlineSeconds} s`;
        await this.poolers.all(this.record, wanted, isPaused, deadlineSeconds * 1000);
        return begun;
    }

    /** From here on there is no way back: the fence decides. */
    private async switch(way: Way, times: Pick<Evidence, "pausedMs" | "stallMs">): Promise<void> {
        await this.world.step("fence");
        // Who has lost the lease learns it here, before it shuts anyone out.
        await this.world.table.beat(this.record);
        this.mayBeFenced = true;
        const fenced = await way.move(this.record);
        await this.world.step("tell");
        const evidence = { ...times, ...fenced, poolers: [] };
        const finishedAt = this.world.now().toISOString();
        const ended = { phase: "switched" as const, finishedAt, evidence, ...(await this.arrived(way)) };
        this.record = await this.world.table.decide(this.record, ended);
    }

    /** What a follower was brought until then is nobody's write; once poolers may lead there, it is too late to count. */
    private async arrived({ to }: Way): Promise<Partial<SwitchRecord>> {
        if (!this.record.isFollowed || this.isLate) return {};
        return { written: await countersOf(to) };
    }

    /** What went wrong ends either way: switched, where the fence is set, and cancelled where it is not. */
    private async settle(why: Error): Promise<void> {
        const { from: left, isLost } = this.record;
        if (this.mayBeFenced && !isLost) {
            const from = await worldAt(this.world, this.record.from.instance);
            const to = await worldAt(this.world, this.record.to.instance);
            if (await isDecided(from, to, this.record))
                return atBothEnds(from, to, (ends) =>
                    this.switch(fencedWay(ends, this.world.leaseSeconds), {
                        pausedMs: this.age(),
                        stallMs: 0,
                    }),
                );
        }
        const finishedAt = this.world.now().toISOString();
        const ended = { phase: "cancelled" as const, says: why.message, finishedAt };
        this.record = await this.world.table.decide(this.record, ended);
        if (this.record.phase === "switched") return;
        await resumeScaling(this.world);
        throw new Error(
            `Cancelled, ${left.instance} ${isLost ? "is where the poolers are" : "serves on"}: ${why.message}`,
        );
    }

    private async change(changes: Partial<SwitchRecord>): Promise<void> {
        this.record = await this.world.table.change(this.record, changes);
    }

    /** Milliseconds since it began, by this machine's clock. */
    private age(): number {
        return Math.max(0, this.world.now().getTime() - Date.parse(this.record.startedAt));
    }

    /** After it nothing of this run changes the record any more. */
    private async stopBeating(): Promise<void> {
        this.isBeating = false;
        await this.lastBeat;
    }

    private async beat(): Promise<void> {
        while (this.isBeating) {
            await this.world.wait((1000 * this.world.leaseSeconds) / BEATS);
            // One that fails is made good by the next, or the lease ends: then the next step says so.
            if (this.isBeating) this.lastBeat = this.world.table.beat(this.record).catch(() => undefined);
            await this.lastBeat;
        }
    }
}
