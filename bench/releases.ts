import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { main as deploy } from "../scripts/deploy.ts";
import { OpenLoad } from "../scripts/lib/local-ecs/load.ts";
import { Stage } from "../scripts/lib/local-ecs/stage.ts";
import { startMoto } from "../scripts/lib/local-moto.ts";
import { scratchFolder } from "../scripts/lib/scratch.ts";
import { MOTO } from "../scripts/lib/server-parts.ts";
import { realWorld, type World } from "../scripts/lib/world.ts";
import { main as rollback } from "../scripts/rollback.ts";
import { CONFIGURATION, gated, SCENARIOS, smokeHook, type Scenario } from "./releases/scenarios.ts";

/** Simulated seconds in one of the wall: what is real (answers, checks of haproxy) is as slow as ever. */
const FACTOR = 300;
/** Where seconds are the figure: what is real is a smaller part of it, and still makes it longer than it would be. */
const SLOWER = 5;
const A_SECOND = 200;
const [ROUNDS, GOOD, BACK] = [3, 20, 20];

/**
 * Releases with faults of all kinds, good ones, and ways back, under load. What the scripts say is held against what a
 * client saw that knows nothing of the simulated ECS. Sizes: rounds of the faults, good releases, rollbacks.
 */
export async function releases(say: (line: string) => void, sizes: number[]): Promise<void> {
    const [rounds = ROUNDS, good = GOOD, back = BACK] = sizes;
    const moto = await startMoto(path.resolve(MOTO.folder, "bin/moto_server"));
    const surroundings = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, surroundings, { AWS_ENDPOINT_URL: `http://127.0.0.1:${moto.port}` });
    const reset = () => fetch(`http://127.0.0.1:${moto.port}/moto-api/reset`, { method: "POST" });
    try {
        const wrong = { successes: 0, failures: 0, others: 0 };
        for (let round = 0; round < rounds; round++)
            for (const scenario of SCENARIOS) await reset().then(() => judged(scenario, wrong, say));
        const all = rounds * SCENARIOS.length;
        for (let run = 0; run < good; run++)
            await reset().then(() => judged({ says: `good release ${run + 1}`, expects: 0 }, wrong, say));
        say(
            `${all} releases with faults and ${good} good ones: ${wrong.successes} false successes, ${wrong.failures} false failures, ${wrong.others} other surprises`,
        );
        for (const delay of [1, 2]) {
            const seconds: number[] = [];
            for (let run = 0; run < back; run++)
                await reset().then(async () => seconds.push(await wayBack(delay)));
            seconds.sort((a, b) => a - b);
            const p95 = seconds[Math.ceil(0.95 * seconds.length) - 1] ?? 0;
            say(
                `rollback while the old revision is up${delay > 1 ? `, every delay of AWS's ${delay} times as long` : ""}: from the command to the bad one's last answer p95 ${p95.toFixed(1)} s of ${seconds.length} runs`,
            );
        }
    } finally {
        moto.process.kill("SIGTERM");
    }
}

async function judged(
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
    await withStage(options, async (stage, world, said) => {
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

/** Simulated seconds. */
async function wayBack(delay: number): Promise<number> {
    let seconds = 0;
    await withStage({ factor: SLOWER, delay, configuration: CONFIGURATION }, async (stage, world) => {
        await stage.serving("v1");
        stage.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 1440 };
        const one = await stage.release("v2");
        while (one.stage !== "BAKE_TIME") await stage.ecs.clock.pass(5);
        const load = new OpenLoad(stage.ecs.balancer.ports.live, A_SECOND);
        const begun = performance.now();
        const code = await rollback(["--stack", "live", "--yes"], world);
        await load.stop();
        const bad = stage.ecs.last!.target.taskDefinition.arn;
        const last = Math.max(
            begun,
            ...load.answers.filter(({ revision }) => revision === bad).map(({ at }) => at),
        );
        if (code !== 0) throw new Error(`The rollback exits ${code}.`);
        seconds = ((last - begun) / 1000) * SLOWER;
    });
    return seconds;
}

const release = async (stage: Stage, world: World) =>
    deploy(["--stack", "live", "--yes", "--image", await stage.image("v2")], world, 120);

async function withStage(
    options: Parameters<typeof Stage.start>[0],
    use: (stage: Stage, world: World, said: string[]) => Promise<void>,
): Promise<void> {
    const cwd = scratchFolder("airworthy-release-");
    mkdirSync(cwd, { recursive: true });
    const stage = await Stage.start(options);
    try {
        stage.ecs.hooks.set("shop-live-smoke", smokeHook(stage));
        writeFileSync(path.join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        const service = `  airworthy:service:\n    image: ${stage.inFile}\n`;
        writeFileSync(path.join(cwd, "Pulumi.live.yaml"), `config:\n  aws:region: eu-central-1\n${service}`);
        const said: string[] = [];
        const world: World = {
            ...realWorld(),
            ...{ cwd, env: {}, out: (text) => void said.push(text), err: (text) => void said.push(text) },
            pause: (seconds) =>
                new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / stage.ecs.clock.factor)),
            run: (command, args) => stage.called([command, ...args].join(" ")),
        };
        await use(stage, world, said);
    } finally {
        await stage.stop();
        rmSync(cwd, { recursive: true, force: true });
    }
}
