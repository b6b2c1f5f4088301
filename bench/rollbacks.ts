import { setTimeout } from "node:timers/promises";
import { OpenLoad } from "../scripts/lib/local-ecs/load.ts";
import type { Stage } from "../scripts/lib/local-ecs/stage.ts";
import type { World } from "../scripts/lib/world.ts";
import { main as rollback } from "../scripts/rollback.ts";
import { CONFIGURATION } from "./releases/scenarios.ts";
import { withStages, type OnStage } from "./releases/stage.ts";

/** What comes before the command passes as fast as it can; from there on a second is one. */
const FAST = 300;
const A_SECOND = 200;
/** Milliseconds. */
const SILENCE = 10_000;

const WAYS = [
    { says: "while the old revision is up", until: "BAKE_TIME", usual: 20 },
    { says: "after the bake", until: undefined, usual: 5 },
];

/**
 * From the command to the bad revision's last answer, as a client sees it: with the delays of the table in
 * scripts/lib/local-ecs/transitions.ts, and with each of them twice as long. Sizes: runs of either way.
 */
export async function rollbacks(say: (line: string) => void, sizes: number[]): Promise<void> {
    await withStages(async (onStage) => {
        for (const [at, { says, until, usual }] of WAYS.entries())
            for (const delay of [1, 2]) {
                const seconds: number[] = [];
                const runs = sizes[at] ?? usual;
                for (let run = 0; run < runs; run++) seconds.push(await wayBack(onStage, until, delay));
                seconds.sort((a, b) => a - b);
                const p95 = seconds[Math.ceil(0.95 * seconds.length) - 1] ?? 0;
                const longer = delay > 1 ? `, every delay of AWS's ${delay} times as long` : "";
                say(
                    `rollback ${says}${longer}: from the command to the bad one's last answer, of ${runs} runs, median ${seconds[runs >> 1]?.toFixed(1)} s, p95 ${p95.toFixed(1)} s`,
                );
            }
    });
}

/** Seconds. */
function wayBack(onStage: OnStage, until: string | undefined, delay: number): Promise<number> {
    return onStage({ factor: FAST, delay, configuration: CONFIGURATION }, async (stage, world, said) => {
        await stage.serving("v1");
        if (until !== undefined) stage.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 1440 };
        const bad = await stage.release("v2");
        while (bad.stage !== until || (until === undefined && !bad.isOver)) await stage.ecs.clock.pass(5);
        const load = new OpenLoad(stage.ecs.balancer.ports.live, A_SECOND);
        try {
            return await measured(stage, world, load, bad.target.taskDefinition.arn, said);
        } finally {
            await load.stop();
        }
    });
}

/** By the wall's clock until the bad one has been silent for a while; what follows is of no interest, and passes fast. */
async function measured(stage: Stage, world: World, load: OpenLoad, bad: string, said: string[]) {
    const begun = performance.now();
    const answers = () => load.since(begun).filter(({ revision }) => revision === bad);
    const { clock } = stage.ecs;
    clock.factor = 1;
    const isOver = rollback(["--stack", "live", "--yes"], world);
    const isSilent = () => performance.now() - (answers().at(-1)?.at ?? begun) > SILENCE;
    while (!isSilent()) await setTimeout(100);
    const last = answers().at(-1)?.at ?? begun;
    clock.factor = FAST;
    const code = await isOver;
    const late = answers().filter(({ at }) => at > last).length;
    const failed = load.since(begun).filter(({ status }) => status !== 200).length;
    if (code !== 0 || late > 0 || failed > 0)
        throw new Error(
            `exit ${code}, ${late} late answers of the bad one, ${failed} failed requests:\n${said.join("\n")}`,
        );
    return (last - begun) / 1000;
}
