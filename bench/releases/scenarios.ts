import { CONFIGURATION as SHARED, type Stage } from "../../scripts/lib/local-ecs/stage.ts";
import type { World } from "../../scripts/lib/world.ts";
import { main as deploy } from "../../scripts/deploy.ts";
import { main as rollback } from "../../scripts/rollback.ts";
import { byHook, DEPLOYED, DONE, either, inWords, named, STOPPED, UNFAILED, UNTOUCHED } from "./ended.ts";
import { HURTING } from "./hurting.ts";
import type { Scenario } from "./scenario.ts";
const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 10 };
export const CONFIGURATION = {
    ...SHARED,
    strategy: "CANARY",
    canaryConfiguration,
    bakeTimeInMinutes: 5,
} as const;

const red = [
    { name: "errors", rings: () => true },
    { name: "latency", rings: () => false },
];
export const release = async (stage: Stage, world: World, ...more: string[]) =>
    deploy(["--stack", "live", "--yes", "--image", await stage.image("v2"), ...more], world, 120);
const throttled =
    (code: string, times: number) =>
    ({ stage }: { stage: Stage }) =>
        void stage.door.faults.push({ action: "DescribeServiceDeployments", code, times });

export const SCENARIOS: Scenario[] = [
    ...HURTING,
    {
        ...{ says: "crash loop", expects: 1, image: { crashes: "Error: no" } },
        by: { ecs: STOPPED, says: inWords(/Essential container.*\(exit 1 of web\).*web: Error: no/) },
    },
    {
        ...{ says: "failing health check", expects: 1, image: { health: 503 } },
        by: {
            ecs: STOPPED,
            says: either(inWords(/Task failed ELB health checks/), UNFAILED),
        },
    },
    {
        ...{ says: "hook failing", expects: 1 },
        by: { ecs: byHook("smoke", "FAILED", "POST_TEST_TRAFFIC_SHIFT"), says: named("smoke") },
        prepare: ({ ecs }) => void ecs.hooks.set("shop-live-smoke", () => Promise.reject(new Error("no"))),
    },
    {
        ...{ says: "hook hanging", expects: 1 },
        by: {
            ecs: byHook("smoke", "TIMED_OUT", "POST_TEST_TRAFFIC_SHIFT"),
            says: named("smoke", "TIMED_OUT"),
        },
        prepare: ({ ecs }) => void ecs.hooks.set("shop-live-smoke", () => new Promise(() => undefined)),
    },
    {
        ...{ says: "alarm red at the start", expects: 2, alarms: red },
        by: { ecs: UNTOUCHED, says: /errors: no rollback alarm may be red.*Nothing was changed/s },
    },
    {
        ...{ says: "alarm red at the start, and fixed forward", expects: 0, alarms: red },
        by: { ecs: DEPLOYED, says: DONE },
        run: (stage, world) => release(stage, world, "--fix-forward", "mends what is red"),
    },
    {
        ...{ says: "alarm red at the start, and released past the script", expects: 1, alarms: red },
        by: { ecs: byHook("gate", "FAILED", "PRE_SCALE_UP"), says: /^$/ },
        run: async (stage) => {
            const { over } = await stage.release("v2");
            await over;
            return stage.ecs.last?.state === "SUCCESSFUL" ? 0 : 1;
        },
    },
    {
        ...{ says: "alarm red at the start, and rolled back", expects: 0, answers: "v1", alarms: red },
        by: { ecs: /^3: SUCCESSFUL; alarms none; hooks none$/, says: /rollback: done\. It serves 100 %/ },
        prepare: (stage) => stage.serving("v2").then(() => undefined),
        run: (_, world) => rollback(["--stack", "live", "--yes"], world),
    },
    {
        ...{ says: "image missing", expects: 2, prepare: (stage) => stage.removeImage("v2") },
        by: { ecs: UNTOUCHED, says: /The repository \S+ has no image sha256:/ },
    },
    {
        ...{ says: "image missing when it is pulled", expects: 1, image: { isMissing: true } },
        by: { ecs: STOPPED, says: inWords(/CannotPullContainerError/) },
    },
    {
        ...{ says: "throttling", expects: 0, by: { ecs: DEPLOYED, says: DONE } },
        prepare: (stage) => throttled("ThrottlingException", 3)({ stage }),
    },
    {
        ...{ says: "AccessDenied", expects: 2 },
        by: { ecs: UNTOUCHED, says: /You may not ecs:DescribeServiceDeployments/ },
        prepare: (stage) => throttled("AccessDeniedException", 1)({ stage }),
    },
    {
        ...{ says: "pulumi says success, whatever comes of it", expects: 1, image: { crashes: "Error: no" } },
        by: { ecs: STOPPED, says: inWords(/Essential container.*\(exit 1 of web\).*web: Error: no/) },
        prepare: (stage) => void (stage.upCode = 0),
    },
    {
        // As a process that is killed: test/scripts/deploy-killed.test.ts.
        ...{ says: "begun by a run that is gone, and run again", expects: 0 },
        by: { ecs: DEPLOYED, says: /it is on its way already; waiting.*deploy: done/s },
        run: async (stage, world) => {
            await stage.keep(await stage.image("v2"));
            await stage.release("v2");
            return release(stage, world);
        },
    },
    {
        ...{ says: "two at once, of which the second is refused", expects: 0 },
        by: { ecs: DEPLOYED, says: /Another deployment is in flight .*deploy: done/s },
        run: async (stage, world) => {
            const first = release(stage, world);
            while (stage.ecs.deployments.length < 2) await stage.ecs.clock.pass(1);
            const other = ["--stack", "live", "--yes", "--image", await stage.image("v3")];
            const second = await deploy(other, world, 120);
            const code = await first;
            return second === 2 ? code : 100 + second;
        },
    },
];
