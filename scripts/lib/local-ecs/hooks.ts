import { randomUUID } from "node:crypto";
import type { DeploymentLifecycleHook } from "@aws-sdk/client-ecs";
import type { Clock } from "./clock.ts";
import type { LocalDeployment } from "./deployment.ts";
import { SERVICE } from "./names.ts";
import { DELAYS } from "./transitions.ts";

/** What a lifecycle hook's function answers, as Lambda runs it. */
export type LocalHook = (event: HookEvent) => Promise<{ hookStatus?: string; callBackDelay?: number }>;

/** As the Developer Guide has it ("Lambda hooks for Amazon ECS service deployments"), as far as somebody reads it. */
interface HookEvent {
    executionId: string;
    lifecycleStage: string;
    resourceArn: string;
    executionDetails: { serviceArn: string; targetServiceRevisionArn: string };
}

/** Asks every hook of a stage, one after the other; the name of the one that did not let it pass. */
export async function refusedBy(
    deployment: LocalDeployment,
    functions: Map<string, LocalHook>,
    clock: Clock,
): Promise<string | undefined> {
    const { configuration, stage = "", arn, target } = deployment;
    const event: HookEvent = {
        executionId: randomUUID(),
        ...{ lifecycleStage: stage, resourceArn: arn },
        executionDetails: { serviceArn: SERVICE, targetServiceRevisionArn: target.arn },
    };
    for (const hook of configuration.lifecycleHooks ?? []) {
        if (!hook.lifecycleStages?.some((one) => one === stage)) continue;
        const name = hook.hookTargetArn?.split(":").at(-1) ?? "?";
        const ask = functions.get(name);
        const answer = ask ? answered(() => ask(event), clock) : undefined;
        if (!(await within(answer ?? Promise.resolve(false), hook, clock))) return name;
    }
    return undefined;
}

async function answered(ask: () => ReturnType<LocalHook>, clock: Clock): Promise<boolean> {
    for (;;) {
        const { hookStatus, callBackDelay = DELAYS.hookIsAskedAgain.seconds } = await ask().catch(
            () => ({}) as never,
        );
        if (hookStatus !== "IN_PROGRESS") return hookStatus === "SUCCEEDED";
        await clock.pass(callBackDelay);
    }
}

async function within(
    answer: Promise<boolean>,
    { timeoutConfiguration }: DeploymentLifecycleHook,
    clock: Clock,
): Promise<boolean> {
    const minutes = timeoutConfiguration?.timeoutInMinutes ?? 1440;
    const late = clock.pass(minutes * 60).then(() => timeoutConfiguration?.action === "CONTINUE");
    return Promise.race([answer, late]);
}
