import { DescribeTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "./cloud.ts";
import { Refusal } from "./command.ts";
import { plain } from "./table.ts";

/** ECS is consistent eventually: what it has just started it may not know for some seconds (API reference of RunTask). */
const UNKNOWN_FOR = 60;
/** A task and its interface take some seconds until they are gone, and in these nothing runs any more. */
const over = ["DEPROVISIONING", "STOPPED", "DELETED"];

/** Nothing runs in it any more. */
export function isOver({ lastStatus = "" }: Task): boolean {
    return over.includes(lastStatus);
}

/** The task as ECS has it now, or undefined while it does not know it yet. */
export async function described(
    cloud: Cloud,
    cluster: string,
    arn: string,
    waited: number,
): Promise<Task | undefined> {
    const question = new DescribeTasksCommand({ cluster, tasks: [arn] });
    const [task] = (await asked("ecs:DescribeTasks", cloud.ecs().send(question))).tasks ?? [];
    if (task === undefined && waited >= UNKNOWN_FOR)
        throw new Refusal(
            `ECS knows no task ${idOf(arn)} any more: it forgets those that stopped an hour ago.`,
        );
    return task;
}

/** The container that was told something at its start: a sidecar's end says nothing. */
export function containerOf({ containers = [], overrides }: Task) {
    const name = overrides?.containerOverrides?.[0]?.name;
    return containers.find((one) => one.name === name) ?? containers[0];
}

/** Of what lets a person in: its status. */
export function agentOf(task: Task | undefined): string | undefined {
    const agents = (task && containerOf(task)?.managedAgents) ?? [];
    return agents.find(({ name }) => name === "ExecuteCommandAgent")?.lastStatus;
}

export function reasonOf(task: Task): string {
    const said = [task.stoppedReason, containerOf(task)?.reason].filter((one) => one);
    return plain(said.join("; ")) || "ECS says no reason";
}

export function idOf(arn: string): string {
    return arn.split("/").at(-1)!;
}
