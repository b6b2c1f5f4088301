import {
    DescribeTasksCommand,
    paginateListTasks,
    type DeploymentLifecycleHookDetail,
    type ServiceDeployment,
    type ServiceEvent,
    type Task,
} from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import { lastWords } from "./last-words.ts";
import { ofMigration } from "./migration.ts";
import type { Place } from "./place.ts";
import { revisionsOf, serviceOf } from "./standing.ts";

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
    { targetServiceRevision, createdAt }: ServiceDeployment,
    isBlamed: boolean,
): Promise<string[]> {
    const [revision] = await revisionsOf(cloud, [targetServiceRevision?.arn]);
    const ended = await endedTasks(cloud, place, revision?.taskDefinition);
    const failed = ended.find(
        ({ stopCode, stoppedReason = "" }) =>
            stopCode !== "ServiceSchedulerInitiated" || /fail/i.test(stoppedReason),
    );
    if (failed !== undefined) return lastWords(cloud, failed, "The task");
    if (isBlamed) return [];
    // It ran, and never passed a health check until the deployment was stopped: its log may say why.
    const [last] = ended;
    const words = last ? await lastWords(cloud, last, "No task failed by itself. The last one") : [];
    return [...(await ofService(cloud, place, createdAt)), ...words];
}

/** Where ECS can't even start a task, it says so among the events of the service: the newest such since the beginning. */
async function ofService(cloud: Cloud, place: Place, since: Date | undefined): Promise<string[]> {
    const { events = [] } = await serviceOf(cloud, place);
    const isOwn = ({ createdAt }: ServiceEvent) => !since || !createdAt || createdAt >= since;
    const found = events.find((one) => isOwn(one) && /unable|fail|error/i.test(one.message ?? ""));
    return found ? [`ECS says of the service: ${plain(found.message ?? "")}`] : [];
}

/** The newest first; ECS remembers them for an hour. */
async function endedTasks(cloud: Cloud, place: Place, definition: string | undefined): Promise<Task[]> {
    const { cluster, service: serviceName } = place;
    const tasks: Task[] = [];
    const read = async () => {
        const question = { cluster, serviceName, desiredStatus: "STOPPED" as const };
        for await (const { taskArns = [] } of paginateListTasks({ client: cloud.ecs() }, question)) {
            if (taskArns.length === 0) continue;
            const described = cloud.ecs().send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
            tasks.push(...((await asked("ecs:DescribeTasks", described)).tasks ?? []));
        }
    };
    await asked("ecs:ListTasks", read());
    const at = ({ stoppedAt }: Task) => stoppedAt?.getTime() ?? 0;
    const isOwn = ({ taskDefinitionArn }: Task) => taskDefinitionArn === definition;
    return tasks.filter(isOwn).sort((a, b) => at(b) - at(a));
}
