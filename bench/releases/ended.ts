import { DescribeServiceDeploymentsCommand, ECSClient } from "@aws-sdk/client-ecs";
import { REGION } from "../../scripts/lib/local-ecs/aws.ts";
import type { Stage } from "../../scripts/lib/local-ecs/stage.ts";
import { hookName } from "../../scripts/lib/release/blame.ts";

/** What ended a release: what is looked for in the words of ECS's API, and what in those of the script. */
export interface Ends {
    /** By the line of `toldByEcs`. */
    ecs: RegExp;
    /** In all that the script said; nothing where no script was run. */
    says: RegExp;
}

/**
 * How ECS's API tells of the newest deployment: "2: ROLLBACK_SUCCESSFUL; alarms errors; hooks shop-live-smoke FAILED; ..."
 * the first number is that of all deployments. The stage it came to is none of the API's: the simulation knows it.
 */
export async function toldByEcs({ ecs }: Stage): Promise<string> {
    const { arn = "", brokenAt = "" } = ecs.last ?? {};
    const asked = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
    const [one] = (await new ECSClient({ region: REGION }).send(asked)).serviceDeployments ?? [];
    const hooks = (one?.lifecycleHookDetails ?? []).filter(({ status }) => status !== "SUCCEEDED");
    return [
        `${ecs.deployments.length}: ${one?.status}`,
        `alarms ${one?.alarms?.triggeredAlarmNames?.join(", ") || "none"}`,
        `hooks ${hooks.map((hook) => `${hookName(hook)} ${hook.status}`).join(", ") || "none"}`,
        ...[one?.rollback?.reason ?? one?.statusReason, brokenAt && `at ${brokenAt}`].filter(Boolean),
    ].join("; ");
}

/** Nothing was begun, or the second deployment came to a good end. */
export const UNTOUCHED = /^1: SUCCESSFUL; alarms none; hooks none$/;
export const DEPLOYED = /^2: SUCCESSFUL; alarms none; hooks none$/;
/** The script has asked ECS to stop it, after new tasks had their time. */
export const STOPPED =
    /^2: ROLLBACK_SUCCESSFUL; alarms none; hooks none; .*StopServiceDeployment.*; at SCALE_UP$/;
export const byHook = (hook: string, status: string, stage: string) =>
    new RegExp(`^2: ROLLBACK_SUCCESSFUL; alarms none; hooks shop-live-${hook} ${status};.*; at ${stage}$`);
export const byAlarm = (alarm: string, stage: string) =>
    new RegExp(
        `^2: ROLLBACK_SUCCESSFUL; alarms [\\w, ]*${alarm}.*in alarm: [\\w, ]*${alarm}.*; at ${stage}$`,
    );
export const named = (hook: string, status = "FAILED") =>
    new RegExp(`ECS: ROLLBACK.*The hook \\S*${hook} is ${status}`, "s");
export const either = (...all: RegExp[]) => new RegExp(all.map(({ source }) => source).join("|"), "s");
export const DONE = /deploy: done\. It serves 100 %/;
/** In the script's words: why it was stopped, ECS's reason, how the task ended, and what its log says. */
const FAILED =
    /no healthy tasks within.*ECS: ROLLBACK_SUCCESSFUL\. .*StopServiceDeployment.*The task \S+ stopped: /s;
export const inWords = (words: RegExp) => new RegExp(FAILED.source + words.source, "s");
/** The same of tasks that had yet to fail when it was stopped. */
export const UNFAILED = new RegExp(
    FAILED.source.replace("The task", "No task failed by itself\\. The last one"),
    "s",
);
