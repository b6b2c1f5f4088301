import type { PoolerRow, SwitchRecord } from "./record.ts";
import type { SwitchWorld } from "./world.ts";

/** Milliseconds between two looks at what the poolers say: while users wait, and before. */
const CLOSE = 20;
const CALM = 100;
/** Between two questions to ECS, which counts them. */
const TASKS_EVERY = 1000;

export class Poolers {
    private readonly world: Pick<SwitchWorld, "table" | "service" | "wait">;

    constructor(world: Poolers["world"]) {
        this.world = world;
    }

    /** Waits until every task says of this attempt what is wanted; or fails with which does not in time, and why. */
    async all(
        record: SwitchRecord,
        wanted: string,
        isThere: (row: PoolerRow) => boolean,
        milliseconds: number,
    ): Promise<PoolerRow[]> {
        const { epoch } = record;
        const { table, service, wait } = this.world;
        const end = performance.now() + milliseconds;
        let [tasks, listed] = [await service.tasks(), performance.now()];
        for (;;) {
            if (performance.now() - listed > TASKS_EVERY)
                [tasks, listed] = [await service.tasks(), performance.now()];
            const rows = await table.rows();
            const own = tasks.map((task) => rows.find((row) => row.task === task));
            const missing = tasks.filter((_, at) => own[at]?.epoch !== epoch || !isThere(own[at]));
            if (missing.length === 0 && tasks.length > 0) return own as PoolerRow[];
            if (performance.now() > end) {
                const said = missing.map((task) => saidOf(task, rows, epoch)).join("; ");
                throw new Error(`Not ${wanted}: ${said || "there is no pooler"}`);
            }
            await wait(record.gathered ? CLOSE : CALM);
        }
    }
}

function saidOf(task: string, rows: PoolerRow[], epoch: number): string {
    const row = rows.find((one) => one.task === task);
    if (row === undefined) return `task ${task} says nothing`;
    if (row.epoch !== epoch) return `task ${task} has not seen the switch`;
    return `task ${task} is ${row.state}${row.says ? ` (${row.says})` : ""}`;
}

export const isPaused = ({ state }: PoolerRow) => state === "paused" || state === "waiting";
