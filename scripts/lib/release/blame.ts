import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    DescribeTasksCommand,
    ListTasksCommand,
    type DeploymentLifecycleHookDetail,
    type ServiceDeployment,
    type Task,
} from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import { idOf } from "../task-state.ts";
import type { Place } from "./place.ts";
import { revisionsOf, taskDefinitionOf } from "./standing.ts";

/** Lines of its log that a failed task is shown with. */
const LINES = 15;

/** Why a deployment was not successful, as far as AWS tells: its reason, the alarm or hook, and what a failed task said. */
export async function blame(cloud: Cloud, place: Place, deployment: ServiceDeployment): Promise<string[]> {
    const { status, statusReason, rollback, alarms, lifecycleHookDetails } = deployment;
    const said = [...new Set([statusReason, rollback?.reason])].filter((one) => one !== undefined);
    const hooks = (lifecycleHookDetails ?? []).filter((one) => /FAIL|TIME/.test(String(one.status)));
    return [
        `ECS: ${status}${said.length > 0 ? `. ${plain(said.join(" "))}` : ", without a reason"}`,
        ...(alarms?.triggeredAlarmNames ?? []).map((name) => `The alarm ${name} was red.`),
        ...hooks.map((hook) => `The hook ${hookName(hook)} is ${hook.status}.`),
        ...(await ofTasks(cloud, place, deployment)),
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
): Promise<string[]> {
    const [revision] = await revisionsOf(cloud, [targetServiceRevision?.arn]);
    const [failed] = await failedTasks(cloud, place, revision?.taskDefinition);
    if (failed === undefined) return [];
    const ended = failed.containers?.find(({ exitCode }) => exitCode !== undefined);
    const exit = ended ? ` (exit ${ended.exitCode} of ${ended.name})` : "";
    return [
        `The task ${idOf(failed.taskArn ?? "?")} stopped: ${plain(failed.stoppedReason ?? "ECS says no reason")}${exit}`,
        ...(await logOf(cloud, failed)),
    ];
}

/** Those that ECS did not stop itself, the newest first; it remembers them for an hour. */
async function failedTasks(cloud: Cloud, place: Place, definition: string | undefined): Promise<Task[]> {
    const { cluster, service: serviceName } = place;
    const list = new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED" });
    const { taskArns = [] } = await asked("ecs:ListTasks", cloud.ecs().send(list));
    if (taskArns.length === 0) return [];
    const question = new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) });
    const { tasks = [] } = await asked("ecs:DescribeTasks", cloud.ecs().send(question));
    const at = ({ stoppedAt }: Task) => stoppedAt?.getTime() ?? 0;
    const isFault = ({ taskDefinitionArn, stopCode, stoppedReason = "" }: Task) =>
        taskDefinitionArn === definition &&
        (stopCode !== "ServiceSchedulerInitiated" || /fail/i.test(stoppedReason));
    return tasks.filter(isFault).sort((a, b) => at(b) - at(a));
}

/** The last lines of the containers' logs; a log that can't be read is no reason to say nothing else. */
async function logOf(cloud: Cloud, { taskDefinitionArn = "", taskArn = "" }: Task): Promise<string[]> {
    const { containerDefinitions = [] } = await taskDefinitionOf(cloud, taskDefinitionArn);
    const lines: string[] = [];
    for (const { name = "", logConfiguration } of containerDefinitions) {
        const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } =
            logConfiguration?.options ?? {};
        if (logGroupName === undefined || prefix === undefined) continue;
        const logStreamName = `${prefix}/${name}/${idOf(taskArn)}`;
        const question = new GetLogEventsCommand({
            logGroupName,
            logStreamName,
            limit: LINES,
            startFromHead: false,
        });
        try {
            const { events = [] } = await asked("logs:GetLogEvents", cloud.logs().send(question));
            lines.push(...events.map(({ message = "" }) => `    ${name}: ${plain(message)}`));
        } catch (error) {
            if (!(error instanceof AwsRefusal)) throw error;
            if (error.code !== "ResourceNotFoundException")
                lines.push(`    ${name}: its log can't be read. ${error.message}`);
        }
    }
    return lines;
}
