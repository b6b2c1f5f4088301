import type { Switched } from "./event.ts";
import { atBothEnds, checkVerifiers, isDecided, moveFence, type Ends } from "./fenced.ts";
import { part } from "./follower.ts";
import { isPaused, Poolers } from "./poolers.ts";
import type { Evidence, PoolerRow, SwitchRecord } from "./record.ts";
import { countersOf } from "./rows.ts";
import { TakenOver } from "./table.ts";
import { worldAt, type SwitchWorld } from "./world.ts";

/** How often the lease is renewed while it holds. */
const BEATS = 5;
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

    /** `mayPause` is asked once nobody writes any more: what it counts then is all there is. */
    async run(ends: Ends, mayPause: () => Promise<void>): Promise<Switched> {
        void this.beat();
        try {
            await this.suspendScaling();
            const begun = await this.pause();
            const pausedMs = Math.round(performance.now() - begun);
            await mayPause();
            await checkVerifiers(ends);
            await this.switch(ends, { pausedMs, stallMs: 0 });
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
            await this.resumeScaling();
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
        const milliseconds = deadlineSeconds * 1000;
        const isReady = ({ state }: PoolerRow) => state !== "failed";
        await this.poolers.all(this.record, "ready to switch", isReady, milliseconds);
        const begun = performance.now();
        await this.change({ gathered: true });
        await this.world.step("pause");
        const wanted = `paused within ${deadlineSeconds} s`;
        await this.poolers.all(this.record, wanted, isPaused, milliseconds);
        return begun;
    }

    /** From here on there is no way back: the fence decides. */
    private async switch(ends: Ends, times: Pick<Evidence, "pausedMs" | "stallMs">): Promise<void> {
        await this.world.step("fence");
        // Who has lost the lease learns it here, before it shuts anyone out.
        await this.world.table.beat(this.record);
        this.mayBeFenced = true;
        const fenced = await moveFence(ends, this.record, this.world.leaseSeconds);
        await this.world.step("tell");
        const evidence = { ...times, ...fenced, poolers: [] };
        const finishedAt = this.world.now().toISOString();
        await this.change({ phase: "switched", finishedAt, evidence, ...(await this.arrived(ends)) });
    }

    /** What a follower was brought until then is nobody's write; once poolers may lead there, it is too late to count. */
    private async arrived({ to }: Ends): Promise<Partial<SwitchRecord>> {
        if (!this.record.isFollowed || this.isLate) return {};
        return { written: await countersOf(to.db) };
    }

    /** What went wrong ends either way: switched, where the fence is set, and cancelled where it is not. */
    private async settle(why: Error): Promise<void> {
        if (this.mayBeFenced) {
            const from = await worldAt(this.world, this.record.from.instance);
            const to = await worldAt(this.world, this.record.to.instance);
            if (await isDecided(from, to, this.record))
                return atBothEnds(from, to, (ends) =>
                    this.switch(ends, { pausedMs: this.age(), stallMs: 0 }),
                );
        }
        await this.change({
            phase: "cancelled",
            says: why.message,
            finishedAt: this.world.now().toISOString(),
        });
        await this.resumeScaling();
        throw new Error(`Cancelled, ${this.record.from.instance} serves on: ${why.message}`);
    }

    private async change(changes: Partial<SwitchRecord>): Promise<void> {
        this.record = await this.world.table.change(this.record, changes);
    }

    /** Milliseconds since it began, by this machine's clock. */
    private age(): number {
        return Math.max(0, this.world.now().getTime() - Date.parse(this.record.startedAt));
    }

    private async suspendScaling(): Promise<void> {
        await this.world.step("suspend");
        const { service, table } = this.world;
        if (!(await service.isScaling())) return;
        // Said first: if it ends in between, the next run gives back what may not have been taken.
        await table.setScalingOurs(true);
        await service.setScaling(false);
    }

    private async resumeScaling(): Promise<void> {
        const { service, table } = this.world;
        if (!(await table.isScalingOurs())) return;
        await service.setScaling(true);
        await table.setScalingOurs(false);
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
