import { randomUUID } from "node:crypto";
import type {
    DeploymentLifecycleHook,
    DeploymentLifecycleHookDetail as HookDetail,
} from "@aws-sdk/client-ecs";
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
    const { configuration, stage = "", arn, target, hooks } = deployment;
    const event: HookEvent = {
        executionId: randomUUID(),
        ...{ lifecycleStage: stage, resourceArn: arn },
        executionDetails: { serviceArn: SERVICE, targetServiceRevisionArn: target.arn },
    };
    for (const hook of configuration.lifecycleHooks ?? []) {
        if (!hook.lifecycleStages?.some((one) => one === stage)) continue;
        const { hookTargetArn: targetArn, timeoutConfiguration } = hook;
        const name = targetArn?.split(":").at(-1) ?? "?";
        // The id is AWS's own, and says nothing.
        const told: HookDetail = { hookId: randomUUID(), targetType: "AWS_LAMBDA", targetArn };
        Object.assign(told, { status: "IN_PROGRESS", timeoutAction: timeoutConfiguration?.action });
        hooks.push(told);
        const ask = functions.get(name);
        const answer = ask ? answered(() => ask(event), clock) : Promise.resolve("FAILED" as const);
        told.status = await Promise.race([answer, late(hook, clock, () => told.status !== "IN_PROGRESS")]);
        const isPassed = told.status === "TIMED_OUT" ? told.timeoutAction === "CONTINUE" : undefined;
        if (!(isPassed ?? told.status === "SUCCEEDED")) return name;
    }
    return undefined;
}

async function answered(ask: () => ReturnType<LocalHook>, clock: Clock): Promise<"SUCCEEDED" | "FAILED"> {
    for (;;) {
        const { hookStatus, callBackDelay = DELAYS.hookIsAskedAgain.seconds } = await ask().catch(
            () => ({}) as never,
        );
        if (hookStatus !== "IN_PROGRESS") return hookStatus === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
        await clock.pass(callBackDelay);
    }
}

async function late(
    { timeoutConfiguration }: DeploymentLifecycleHook,
    clock: Clock,
    isVain: () => boolean,
): Promise<"TIMED_OUT"> {
    await clock.pass((timeoutConfiguration?.timeoutInMinutes ?? 1440) * 60, isVain);
    return "TIMED_OUT";
}
