/**
 * Cost regression: holds what a request costs in a new version against what it cost before, once all users have it. ECS
 * calls it then, and goes on or rolls back by what it answers. Whatever it can't tell, it fails; of too few requests it
 * says so, and lets them pass.
 */
import { setTimeout } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DescribeServiceDeploymentsCommand, ECSClient } from "@aws-sdk/client-ecs";
import { readEvent, type Deployment } from "../hook/event.ts";
import { judge, type Verdict } from "./judge.ts";
import { readSettings } from "./settings.ts";
import { usedBetween } from "./use.ts";

/** Kept back of the time that AWS Lambda gives, for the answer: a function that is ended says nothing. */
const RESERVE_SECONDS = 20;
/** The SDK waits up to 15.5 s in all between six tries of one call that is throttled. */
const patience = { maxAttempts: 6, retryMode: "standard" };

/** What AWS Lambda calls. */
export function handler(event: unknown): Promise<{ hookStatus: string }> {
    return answered(event, process.env);
}

/** The same, where somebody says what is set, what time it is, and how it passes. */
export async function answered(
    event: unknown,
    env: NodeJS.ProcessEnv,
    now = () => new Date(),
    pause: (seconds: number) => Promise<unknown> = (seconds) => setTimeout(seconds * 1000),
    print: (line: string) => void = console.log,
): Promise<{ hookStatus: string }> {
    let about: Deployment | undefined;
    let verdict: Verdict;
    try {
        about = readEvent(event, "POST_PRODUCTION_TRAFFIC_SHIFT");
        const { limitSeconds, ...settings } = readSettings(env);
        const cloudwatch = new CloudWatchClient(patience);
        const [, cluster = "", service = ""] = /service\/([^/]+)\/([^/]+)$/.exec(about.service) ?? [];
        verdict = await judge({
            ...settings,
            ...{ now, began: await startOf(about.deployment), seconds: limitSeconds - RESERVE_SECONDS },
            pause: async (seconds) => void (await pause(seconds)),
            used: (from, to) => usedBetween(cloudwatch, { ...settings, cluster, service }, from, to),
        });
    } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        verdict = { passed: false, why: name === "Error" ? message : `${name}: ${message}` };
    }
    const hookStatus = verdict.passed ? "SUCCEEDED" : "FAILED";
    print(JSON.stringify({ ...about, verdict: hookStatus, why: verdict.why }));
    return { hookStatus };
}

async function startOf(deployment: string): Promise<Date> {
    const asked = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [deployment] });
    const [found] = (await new ECSClient(patience).send(asked)).serviceDeployments ?? [];
    const start = found?.startedAt ?? found?.createdAt;
    if (start === undefined) throw new Error(`ECS does not tell of ${deployment}, or not when it began.`);
    return start;
}
