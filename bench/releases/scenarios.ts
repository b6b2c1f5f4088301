import { answered } from "../../functions/gate/index.ts";
import { smoke } from "../../functions/smoke/smoke.ts";
import { synthetic } from "../../functions/smoke/synthetic.ts";
import { ALARMS, type LocalAlarm } from "../../scripts/lib/local-ecs/alarms.ts";
import type { LocalHook } from "../../scripts/lib/local-ecs/hooks.ts";
import type { LocalEcsOptions } from "../../scripts/lib/local-ecs/options.ts";
import { CONFIGURATION as SHARED, GATE, type Stage } from "../../scripts/lib/local-ecs/stage.ts";
import type { Behaviour } from "../../scripts/lib/local-ecs/task.ts";
import type { World } from "../../scripts/lib/world.ts";
import { main as deploy } from "../../scripts/deploy.ts";
import { main as rollback } from "../../scripts/rollback.ts";
import type { Ran } from "../../workflow/run.ts";

/** One release with a cause of failure in it, and what the script has to say. */
export interface Scenario {
    says: string;
    /** The exit code that is true. */
    expects: number;
    /** What ended it: in the words of the script and of ECS, the last of which are the reason and the stage. */
    by?: RegExp;
    /** The image that answers at the end. @default the new one where the exit code is 0, and else the one before */
    answers?: "v1" | "v2";
    image?: Behaviour;
    configuration?: LocalEcsOptions["configuration"];
    alarms?: LocalAlarm[];
    /** Requests a second. */
    rate?: number;
    /** Simulated seconds in one of the wall. @default 300 */
    factor?: number;
    prepare?(stage: Stage): Promise<void> | void;
    run?(stage: Stage, world: World): Promise<number>;
}

const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 10 };
export const CONFIGURATION = {
    ...SHARED,
    strategy: "CANARY",
    canaryConfiguration,
    bakeTimeInMinutes: 5,
} as const;

/** The function's own judgement over a workflow of one request: by the tests' way, and then among the users. */
export function smokeHook({ ecs: { balancer, clock } }: Stage): LocalHook {
    return async ({ lifecycleStage }) => {
        const isForUsers = lifecycleStage === "POST_PRODUCTION_TRAFFIC_SHIFT";
        const port = isForUsers ? balancer.ports.live : balancer.ports.test;
        const { passed } = await (isForUsers ? synthetic : smoke)({
            ...{ seconds: 595, spreadSeconds: 60, pauseSeconds: 15 },
            now: () => clock.now(),
            pause: (seconds) => clock.pass(seconds),
            run: () => taken(`http://127.0.0.1:${port}/`),
        });
        return { hookStatus: passed ? "SUCCEEDED" : "FAILED" };
    };
}

async function taken(url: string): Promise<Ran> {
    const began = performance.now();
    const { status } = await fetch(url);
    const milliseconds = Math.round(performance.now() - began);
    const passed = status === 200;
    const failure = { faults: [`the status is ${status}`], isOnTheWay: false };
    const step = { step: "it answers", request: "GET /", milliseconds, tries: 1 };
    return { passed, milliseconds, steps: [{ ...step, ...(!passed && { failure }) }] };
}

/** The gate's own code, by the wall's clock, as the scripts' announcements are. */
export function gated(): LocalHook {
    return (event) => answered(event, GATE, undefined, () => undefined);
}

const red = [{ ...ALARMS[0]!, metric: () => 1 }, ALARMS[1]!];
export const release = async (stage: Stage, world: World, ...more: string[]) =>
    deploy(["--stack", "live", "--yes", "--image", await stage.image("v2"), ...more], world, 120);
const throttled =
    (code: string, times: number) =>
    ({ stage }: { stage: Stage }) =>
        void stage.door.faults.push({ action: "DescribeServiceDeployments", code, times });

/** So that a minute has as many requests to the canary as an alarm asks for: an answer takes as long as ever. */
const SLOWER = 60;
const ALARM = "in alarm: [\\w, ]*";
/** The canary's stage; the one where the smoke test goes on among the users; and the bake. */
const [CANARY, SYNTHETIC, BAKE] = ["PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME"];

export const SCENARIOS: Scenario[] = [
    {
        ...{ says: "crash loop", expects: 1, image: { crashes: "Error: no" } },
        by: /no healthy tasks within.*exit 1 of web.*StopServiceDeployment.* SCALE_UP$/s,
    },
    {
        ...{ says: "failing health check", expects: 1, image: { health: 503 } },
        by: /no healthy tasks within.*ELB health checks.*StopServiceDeployment.* SCALE_UP$/s,
    },
    {
        ...{ says: "fails from the start, caught by the smoke test", expects: 1 },
        ...{
            image: { fails: { status: 500, from: 1 } },
            by: /hook \S*smoke failed.* POST_TEST_TRAFFIC_SHIFT$/s,
        },
    },
    {
        // A task answers some 3 requests of the smoke test, and the canary's after that.
        ...{ says: "5xx on the canary", expects: 1, image: { fails: { status: 500, from: 6 } } },
        factor: SLOWER,
        by: new RegExp(`The alarm errors was red.*${ALARM}errors.* ${CANARY}$`, "s"),
    },
    {
        ...{ says: "5xx after the shift", expects: 1, image: { fails: { status: 500, from: 60 } } },
        by: new RegExp(`(${ALARM}errors|hook \\S*smoke failed).* (${SYNTHETIC}|${BAKE})$`, "s"),
    },
    {
        ...{ says: "slow answers", expects: 1, image: { slowMs: 2500 }, factor: SLOWER },
        // The smoke test asks for right answers, however slow; by this clock it would not come to its end.
        prepare: ({ ecs }) =>
            void ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "SUCCEEDED" })),
        by: new RegExp(`The alarm latency was red.*${ALARM}latency.* ${CANARY}$`, "s"),
    },
    {
        ...{ says: "hook failing", expects: 1, by: /hook \S*smoke failed.* POST_TEST_TRAFFIC_SHIFT$/s },
        prepare: ({ ecs }) => void ecs.hooks.set("shop-live-smoke", () => Promise.reject(new Error("no"))),
    },
    {
        ...{ says: "hook hanging", expects: 1, by: /hook \S*smoke failed.* POST_TEST_TRAFFIC_SHIFT$/s },
        prepare: ({ ecs }) => void ecs.hooks.set("shop-live-smoke", () => new Promise(() => undefined)),
    },
    {
        ...{ says: "alarm red at the start", expects: 2, alarms: red },
        by: /errors: no rollback alarm may be red.*Nothing was changed/s,
    },
    {
        ...{ says: "alarm red at the start, and fixed forward", expects: 0, alarms: red },
        run: (stage, world) => release(stage, world, "--fix-forward", "mends what is red"),
    },
    {
        ...{ says: "alarm red at the start, and released past the script", expects: 1, alarms: red },
        by: /hook \S*gate failed.* PRE_SCALE_UP$/s,
        run: async (stage) => {
            const { over } = await stage.release("v2");
            await over;
            return stage.ecs.last?.state === "SUCCESSFUL" ? 0 : 1;
        },
    },
    {
        ...{ says: "alarm red at the start, and rolled back", expects: 0, answers: "v1", alarms: red },
        prepare: (stage) => stage.serving("v2").then(() => undefined),
        run: (_, world) => rollback(["--stack", "live", "--yes"], world),
    },
    {
        ...{ says: "image missing", expects: 2, prepare: (stage) => stage.removeImage("v2") },
        by: /The repository \S+ has no image sha256:/,
    },
    {
        ...{ says: "image missing when it is pulled", expects: 1, image: { isMissing: true } },
        by: /no healthy tasks within.*CannotPullContainerError.* SCALE_UP$/s,
    },
    { says: "throttling", expects: 0, prepare: (stage) => throttled("ThrottlingException", 3)({ stage }) },
    {
        ...{ says: "AccessDenied", expects: 2, by: /You may not ecs:DescribeServiceDeployments/ },
        prepare: (stage) => throttled("AccessDeniedException", 1)({ stage }),
    },
    {
        ...{ says: "pulumi says success, whatever comes of it", expects: 1, image: { crashes: "Error: no" } },
        by: /exit 1 of web.*StopServiceDeployment.* SCALE_UP$/s,
        prepare: (stage) => void (stage.upCode = 0),
    },
    {
        ...{ says: "killed half-way, and run again", expects: 0 },
        run: async (stage, world) => {
            await stage.keep(await stage.image("v2"));
            await stage.release("v2");
            return release(stage, world);
        },
    },
    {
        ...{ says: "two at once, of which the second is refused", expects: 0 },
        run: async (stage, world) => {
            const first = release(stage, world);
            while (stage.ecs.deployments.length < 2) await stage.ecs.clock.pass(1);
            const other = ["--stack", "live", "--yes", "--image", await stage.image("v3")];
            const second = await deploy(other, world, 120);
            const code = await first;
            return second === 2 ? code : 100 + second;
        },
    },
    {
        // The smoke test has passed by then, and users alone would not show it to an alarm.
        ...{ says: "5xx after the shift on a site with 5 requests an hour", expects: 1, rate: 0.4 },
        by: new RegExp(`hook \\S*smoke failed.* ${SYNTHETIC}$`, "s"),
        image: { fails: { status: 500, from: 6 } },
    },
];
