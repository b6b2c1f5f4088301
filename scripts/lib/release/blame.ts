import {
    DescribeTasksCommand,
    ListTasksCommand,
    type DeploymentLifecycleHookDetail,
    type ServiceDeployment,
    type Task,
} from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import { lastWords } from "./last-words.ts";
import { ofMigration } from "./migration.ts";
import type { Place } from "./place.ts";
import { revisionsOf } from "./standing.ts";

/** Why a deployment was not successful, as far as AWS tells: its reason, the alarm or hook, and what a failed task said. */
export async function blame(cloud: Cloud, place: Place, deployment: ServiceDeployment): Promise<string[]> {
    const { status, statusReason, rollback, alarms, lifecycleHookDetails } = deployment;
    const said = [...new Set([statusReason, rollback?.reason])].filter((one) => one !== undefined);
    const hooks = (lifecycleHookDetails ?? []).filter((one) => /FAIL|TIME/.test(String(one.status)));
    const isBlamed = hooks.length > 0 || (alarms?.triggeredAlarmNames ?? []).length > 0;
    return [
        `ECS: ${status}${said.length > 0 ? `. ${plain(said.join(" "))}` : ", without a reason"}`,
        ...(alarms?.triggeredAlarmNames ?? []).map((name) => `The alarm ${name} was red.`),
        ...hooks.map((hook) => `The hook ${hookName(hook)} is ${hook.status}.`),
        ...(await ofMigration(cloud, place, deployment)),
        ...(await ofTasks(cloud, place, deployment, isBlamed)),
    ];
}

/** Of its function, for an id of AWS's tells nobody anything. */
export function hookName({ targetArn, hookId }: DeploymentLifecycleHookDetail): string {
    return targetArn?.split(":function:").at(-1) ?? hookId ?? "?";
}

async function ofTasks(
    cloud: Cloud,
    place: Place,
    { targetServiceRevision }: ServiceDeployment,
    isBlamed: boolean,
): Promise<string[]> {
    const [revision] = await revisionsOf(cloud, [targetServiceRevision?.arn]);
    const ended = await endedTasks(cloud, place, revision?.taskDefinition);
    const failed = ended.find(
        ({ stopCode, stoppedReason = "" }) =>
            stopCode !== "ServiceSchedulerInitiated" || /fail/i.test(stoppedReason),
    );
    if (failed !== undefined) return lastWords(cloud, failed, "The task");
    // It ran, and never passed a health check until the deployment was stopped: its log may say why.
    const [last] = isBlamed ? [] : ended;
    return last === undefined ? [] : lastWords(cloud, last, "No task failed by itself. The last one");
}

/** The newest first; ECS remembers them for an hour. */
async function endedTasks(cloud: Cloud, place: Place, definition: string | undefined): Promise<Task[]> {
    const { cluster, service: serviceName } = place;
    const list = new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED" });
    const { taskArns = [] } = await asked("ecs:ListTasks", cloud.ecs().send(list));
    if (taskArns.length === 0) return [];
    const question = new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) });
    const { tasks = [] } = await asked("ecs:DescribeTasks", cloud.ecs().send(question));
    const at = ({ stoppedAt }: Task) => stoppedAt?.getTime() ?? 0;
    const isOwn = ({ taskDefinitionArn }: Task) => taskDefinitionArn === definition;
    return tasks.filter(isOwn).sort((a, b) => at(b) - at(a));
}
