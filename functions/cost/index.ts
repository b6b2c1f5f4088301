/**
 * Cost regression: holds what a request costs in a new version against what it cost before, once all users have it. ECS
 * calls it then, and goes on or rolls back by what it answers. Whatever it can't tell, it fails; of too few requests it
 * says so, and lets them pass.
 */
import { setTimeout } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { deploymentOf, patience } from "../hook/deployment.ts";
import { readEvent, type Deployment } from "../hook/event.ts";
import { inTime, type Context } from "../hook/in-time.ts";
import { reasonOf } from "../hook/reason.ts";
import { judge, type Verdict } from "./judge.ts";
import { readSettings } from "./settings.ts";
import { usedBetween } from "./use.ts";

/** Kept back of its time for the last question, and the answer. */
const LAST_SECONDS = 20;

/** What AWS Lambda calls. */
export function handler(event: unknown, context: Context = {}): Promise<{ hookStatus: string }> {
    return answered(event, process.env, context);
}

/** The same, where somebody says what is set, what time it is, and how it passes. */
export async function answered(
    event: unknown,
    env: NodeJS.ProcessEnv,
    context: Context,
    now = () => new Date(),
    pause: (seconds: number) => Promise<unknown> = (seconds) => setTimeout(seconds * 1000),
    print: (line: string) => void = console.log,
): Promise<{ hookStatus: string }> {
    let about: Deployment | undefined;
    let verdict: Verdict;
    try {
        about = readEvent(event, "POST_PRODUCTION_TRAFFIC_SHIFT");
        verdict = await inTime(measured(about, env, now, pause), context);
    } catch (error) {
        verdict = { passed: false, why: reasonOf(error) };
    }
    const hookStatus = verdict.passed ? "SUCCEEDED" : "FAILED";
    print(JSON.stringify({ ...about, verdict: hookStatus, why: verdict.why }));
    return { hookStatus };
}

async function measured(
    about: Deployment,
    env: NodeJS.ProcessEnv,
    now: () => Date,
    pause: (seconds: number) => Promise<unknown>,
): Promise<Verdict> {
    const { limitSeconds, ...settings } = readSettings(env);
    const cloudwatch = new CloudWatchClient(patience);
    const [, cluster = "", service = ""] = /service\/([^/]+)\/([^/]+)$/.exec(about.service) ?? [];
    const { startedAt: began } = await deploymentOf(new ECSClient(patience), about.deployment);
    return judge({
        ...settings,
        ...{ now, began, seconds: limitSeconds - LAST_SECONDS },
        pause: async (seconds) => void (await pause(seconds)),
        used: (from, to) => usedBetween(cloudwatch, { ...settings, cluster, service }, from, to),
    });
}
