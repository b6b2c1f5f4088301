import { setTimeout as wait } from "node:timers/promises";
import { Lease } from "../switch/lease.ts";
import type { Generation, PoolerRow, SwitchRecord } from "../switch/record.ts";
import type { SwitchTable } from "../switch/table.ts";
import { decide, type Decision } from "./decide.ts";
import { isAt } from "./lead.ts";
import type { Place } from "./place.ts";
import { fenceOf } from "./server.ts";

/** Milliseconds between two looks: while nothing happens, while a switch is under way, and in its quick steps. */
const CALM = 2000;
const CLOSE = 100;
const CLOSEST = 25;
/** For how long after a step the next one is looked out for. */
const SOON = 1000;
/** Between two questions whether a generation is fenced, and two tries to get in. */
const AGAIN = 1000;
/** Between two rows that say the same. */
const SAME = 10_000;

type Said = Pick<PoolerRow, "state" | "instance" | "says">;
interface World {
    place: Place;
    task: string;
    table: Pick<SwitchTable, "record" | "putRow">;
    log(entry: object): void;
}

/** Looks at the record, decides, and says what came of it, for ever: no fault of AWS or the network ends it. */
export class Agent {
    private readonly world: World;
    private readonly lease: Lease;
    private record: SwitchRecord | undefined;
    private hasRead = false;
    private step = { text: "", at: -Infinity };
    private readonly said = { text: "", at: -Infinity };
    private fence: { text: string; at: number; is: "fenced" | "open" | "unknown" } | undefined;
    private readonly faults = new Map<string, string>();

    constructor(world: World) {
        this.world = world;
        this.lease = new Lease(world.place.leaseSeconds);
    }

    /** Reads the record. Where it can't be read, the one that is known goes on growing old. */
    async read(): Promise<boolean> {
        try {
            const record = await this.world.table.record();
            const { epoch, phase, gathered } = record ?? {};
            const step = `${epoch} ${phase} ${gathered}`;
            if (step !== this.step.text) this.step = { text: step, at: performance.now() };
            this.record = record;
            this.hasRead = true;
            this.tell("read");
            return true;
        } catch (error) {
            this.tell("read", error);
            return false;
        }
    }

    async decision(): Promise<Decision> {
        const { place } = this.world;
        // The agent before this one may have led PgBouncer elsewhere: what is deployed may be shut, or open and left.
        if (!this.hasRead) return { do: "stay", why: "it could not read the record of the switch yet" };
        const { record } = this;
        const known = { record, deployed: place.deployed, isAlive: this.lease.isAlive(record) };
        const decision = decide({ ...known, fence: "unasked" });
        if (decision !== "ask" || record === undefined) return decision as Decision;
        const text = `${record.epoch} ${record.from.instance}`;
        if (this.fence?.text !== text || performance.now() - this.fence.at > AGAIN)
            this.fence = { text, is: await this.asked(record.from), at: performance.now() };
        return decide({ ...known, fence: this.fence.is }) as Decision;
    }

    private async asked(at: Generation): Promise<"fenced" | "open" | "unknown"> {
        const answer = await fenceOf(this.world.place, at);
        return typeof answer === "string" ? answer : "unknown";
    }

    /** Writes the row when it has changed, and now and then so that it does not expire. */
    async say(said: Said): Promise<void> {
        const { task, table, place } = this.world;
        const row = { task, epoch: this.record?.epoch ?? 0, deployed: place.deployed.instance, ...said };
        const text = JSON.stringify(row);
        if (this.said.text === text && performance.now() - this.said.at < SAME) return;
        if (this.said.text !== text) this.world.log({ pooler: row });
        try {
            await table.putRow(row);
            Object.assign(this.said, { text, at: performance.now() });
        } catch (error) {
            this.tell("say", error);
        }
    }

    /** Until it is time to look again. */
    async rest(state: PoolerRow["state"]): Promise<void> {
        const isBusy = this.record?.phase === "pausing" || state !== "running";
        const close = performance.now() - this.step.at < SOON ? CLOSEST : CLOSE;
        await wait(state === "failed" ? AGAIN : isBusy ? close : CALM);
    }

    /** What a place is called. */
    nameOf(at: Pick<Generation, "host" | "port">): string {
        const { from, to } = this.record ?? {};
        const known = [this.world.place.deployed, from, to].find((one) => one && isAt(at, one));
        return known?.instance ?? at.host;
    }

    /** A fault that lasts is told once. */
    tell(what: string, error?: unknown): void {
        const text = error === undefined ? "" : (error as Error).message;
        if (text !== "" && text !== this.faults.get(what)) this.world.log({ fault: what, says: text });
        this.faults.set(what, text);
    }
}
