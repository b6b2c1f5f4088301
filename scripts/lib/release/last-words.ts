import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition, Task } from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import { idOf } from "../task-state.ts";
import { taskDefinitionOf, workingOf } from "./standing.ts";

/** Lines of its log that a failed task is shown with. */
const LINES = 15;

/** How a task ended, and what it said last. `what` is what it was, in words. */
export async function lastWords(cloud: Cloud, task: Task, what: string): Promise<string[]> {
    const working = workingOf(await taskDefinitionOf(cloud, task.taskDefinitionArn ?? ""));
    const stopped = plain(task.stoppedReason ?? "ECS says no reason");
    return [
        `${what} ${idOf(task.taskArn ?? "?")} stopped: ${stopped}${endOf(task, working, stopped)}`,
        ...(await logOf(cloud, task, working)),
    ];
}

/** Of the container that failed, or else of one that ended: its exit code, and what ECS says of it and not of the task. */
function endOf({ containers = [] }: Task, working: ContainerDefinition[], stopped: string): string {
    const own = containers.filter(({ name }) => working.some((one) => one.name === name));
    const one = own.find(({ exitCode, reason }) => exitCode || reason) ?? own.find((it) => it.exitCode === 0);
    const { name, exitCode, reason = "" } = one ?? {};
    const why = stopped.includes(plain(reason)) ? "" : `: ${plain(reason)}`;
    if (exitCode === undefined) return why && ` (${name}${why})`;
    return ` (exit ${exitCode} of ${name}${why})`;
}

/** The last lines of the containers' logs; a log that can't be read is no reason to say nothing else. */
async function logOf(
    cloud: Cloud,
    { taskArn = "" }: Task,
    containers: ContainerDefinition[],
): Promise<string[]> {
    const lines: string[] = [];
    for (const { name = "", logConfiguration } of containers) {
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
