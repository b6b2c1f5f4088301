import { main as deploy } from "../scripts/deploy.ts";
import { OpenLoad } from "../scripts/lib/local-ecs/load.ts";
import type { Stage } from "../scripts/lib/local-ecs/stage.ts";
import type { World } from "../scripts/lib/world.ts";
import { CONFIGURATION, gated, SCENARIOS, type Scenario } from "./releases/scenarios.ts";
import { withStages, type OnStage } from "./releases/stage.ts";

/** Simulated seconds in one of the wall: what is real (answers, checks of haproxy) is as slow as ever. */
const FACTOR = 300;
const A_SECOND = 200;
const [ROUNDS, GOOD] = [3, 20];

/**
 * Releases with faults of all kinds, and good ones, under load. What the scripts say is held against what a client saw that
 * knows nothing of the simulated ECS. Sizes: rounds of the faults, good releases.
 */
export async function releases(say: (line: string) => void, sizes: number[]): Promise<void> {
    const [rounds = ROUNDS, good = GOOD] = sizes;
    const wrong = { successes: 0, failures: 0, others: 0 };
    await withStages(async (onStage) => {
        for (let round = 0; round < rounds; round++)
            for (const scenario of SCENARIOS) await judged(onStage, scenario, wrong, say);
        for (let run = 0; run < good; run++)
            await judged(onStage, { says: `good release ${run + 1}`, expects: 0 }, wrong, say);
    });
    const all = rounds * SCENARIOS.length;
    say(
        `${all} releases with faults and ${good} good ones: ${wrong.successes} false successes, ${wrong.failures} false failures, ${wrong.others} other surprises`,
    );
}

async function judged(
    onStage: OnStage,
    scenario: Scenario,
    wrong: { successes: number; failures: number; others: number },
    say: (line: string) => void,
): Promise<void> {
    const {
        says,
        expects,
        image = {},
        configuration,
        alarms,
        rate = A_SECOND,
        prepare,
        run = release,
    } = scenario;
    const options = {
        factor: FACTOR,
        configuration: { ...CONFIGURATION, ...configuration },
        ...(alarms && { alarms }),
    };
    await onStage(options, async (stage, world, said) => {
        await stage.serving("v1");
        stage.ecs.hooks.set("shop-live-gate", gated());
        await stage.image("v2", image);
        const load = new OpenLoad(stage.ecs.balancer.ports.live, rate);
        try {
            await prepare?.(stage);
            const code = await run(stage, world);
            const end = performance.now();
            await new Promise((resolve) => setTimeout(resolve, 400));
            // Seldom is somebody there just then.
            const seen = await (rate < 10
                ? asked(stage)
                : Promise.resolve(Object.keys(stage.seen(load, end))));
            const isTrue = seen.length === 1 && seen[0] === "v2 200";
            if (code === 0 && !isTrue) wrong.successes++;
            if (code !== 0 && expects === 0) wrong.failures++;
            if (code !== expects || (code !== 0 && seen.join() !== "v1 200")) wrong.others++;
            say(`${says}: exit ${code}, and then ${seen.join(", ")} answered`);
            if (code !== expects) say(said.join("\n"));
        } finally {
            await load.stop();
        }
    });
}

async function asked(stage: Stage): Promise<string[]> {
    const load = new OpenLoad(stage.ecs.balancer.ports.live, 50);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await load.stop();
    return Object.keys(stage.seen(load));
}

const release = async (stage: Stage, world: World) =>
    deploy(["--stack", "live", "--yes", "--image", await stage.image("v2")], world, 120);
