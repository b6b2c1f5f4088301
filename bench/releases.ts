import { OpenLoad, type Answer } from "../scripts/lib/local-ecs/load.ts";
import type { Stage } from "../scripts/lib/local-ecs/stage.ts";
import { rehearsedThings } from "./alarms/things.ts";
import { productAlarms } from "./releases/alarms.ts";
import { DEPLOYED, DONE, toldByEcs } from "./releases/ended.ts";
import { gated } from "./releases/hooks.ts";
import type { Scenario } from "./releases/scenario.ts";
import { CONFIGURATION, release, SCENARIOS } from "./releases/scenarios.ts";
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
    const wrong = { successes: 0, failures: 0, mechanisms: 0, others: 0 };
    let [requests, cut] = [0, 0];
    const { things } = await rehearsedThings("production");
    const product = productAlarms(things);
    await withStages(async (onStage) => {
        const run = (one: Scenario) => judged(onStage, { alarms: product(), ...one }, wrong, say);
        for (let round = 0; round < rounds; round++) for (const scenario of SCENARIOS) await run(scenario);
        for (let turn = 0; turn < good; turn++) {
            const by = { ecs: DEPLOYED, says: DONE };
            const one = { says: `good release ${turn + 1}`, expects: 0, by };
            const answers = await run(one);
            requests += answers.length;
            cut += answers.filter(({ status }) => status !== 200).length;
        }
    });
    const all = rounds * SCENARIOS.length;
    say(
        `${all} releases of ${SCENARIOS.length} kinds of faults and ${good} good ones: ${wrong.successes} false successes, ${wrong.failures} false failures, ${wrong.mechanisms} ended by something else than was meant to, ${wrong.others} other surprises`,
    );
    say(`the good ones: ${cut} of ${requests} requests failed`);
}

async function judged(
    onStage: OnStage,
    scenario: Scenario,
    wrong: { successes: number; failures: number; mechanisms: number; others: number },
    say: (line: string) => void,
): Promise<Answer[]> {
    const {
        says,
        expects,
        image = {},
        alarms,
        patience,
        rate = A_SECOND,
        factor = FACTOR,
        prepare,
        run = release,
    } = scenario;
    const options = {
        factor,
        configuration: { ...CONFIGURATION, ...scenario.configuration },
        ...(alarms && { alarms }),
        ...(patience && { patience }),
    };
    return onStage(options, async (stage, world, said) => {
        await stage.serving("v1");
        await stage.image("v2", image);
        await prepare?.(stage);
        stage.ecs.hooks.set("shop-live-gate", gated());
        const load = new OpenLoad(stage.ecs.balancer.ports.live, rate);
        try {
            const code = await run(stage, world);
            const end = performance.now();
            await new Promise((resolve) => setTimeout(resolve, 400));
            // Seldom is somebody there just then.
            const seen = await (rate < 10
                ? asked(stage)
                : Promise.resolve(Object.keys(stage.seen(load, end))));
            const answering = `${scenario.answers ?? (expects === 0 ? "v2" : "v1")} 200`;
            const isTrue = seen.join() === answering;
            const told = await toldByEcs(stage);
            const isMeant = scenario.by.ecs.test(told) && scenario.by.says.test(said.join("\n"));
            if (code === 0 && !(expects === 0 && isTrue)) wrong.successes++;
            if (code !== 0 && expects === 0) wrong.failures++;
            if (!isMeant) wrong.mechanisms++;
            if (code !== expects || (code !== 0 && !isTrue)) wrong.others++;
            say(`${says}: exit ${code}, and then ${seen.join(", ")} answered. ECS: ${told}`);
            if (code !== expects || !isMeant) say(said.join("\n"));
            return [...load.answers];
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
