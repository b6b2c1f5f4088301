import {
    DescribeTasksCommand,
    paginateListTasks,
    RunTaskCommand,
    StopTaskCommand,
    type Task,
} from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "./cloud.ts";
import { Refusal } from "./command.ts";
import { plain } from "./table.ts";
import { agentOf, containerOf, described, idOf, isOver, reasonOf } from "./task-state.ts";
import type { World } from "./world.ts";

/** A container that runs once, beside the services, and ends. */
export interface OneOffTask {
    cluster: string;
    /** ARN with its revision, or the family for the newest. */
    taskDefinition: string;
    container: string;
    subnetIds: string[];
    securityGroupIds: string[];
    /** Added to what the definition has. Everybody who may describe tasks reads it: no secrets. */
    environment?: Record<string, string>;
    command?: string[];
    isExecEnabled?: boolean;
    /** Who and why, at most 36 characters, shown by AWS. */
    startedBy: string;
    /** The same one twice starts one task, which may have stopped since. At most 64 characters. */
    clientToken?: string;
}

/** A task that runs, or is about to. */
export interface RunningTask {
    arn: string;
    startedBy: string;
    /** Of the container that was told something at its start. */
    environment: Record<string, string>;
}

const SECONDS_BETWEEN_LOOKS = 5;
/** Seconds until a task of Fargate should have pulled its image and run. Not measured against AWS. */
const STARTS_WITHIN = 600;

/** Starts it and returns its ARN. */
export async function startTask(cloud: Cloud, task: OneOffTask): Promise<string> {
    check(task);
    const { cluster, taskDefinition, startedBy, clientToken, command, environment = {} } = task;
    const named = Object.entries(environment).map(([name, value]) => ({ name, value }));
    const question = new RunTaskCommand({
        ...{ cluster, taskDefinition, startedBy, count: 1, launchType: "FARGATE" },
        ...(clientToken !== undefined && { clientToken }),
        ...{ enableECSManagedTags: true, propagateTags: "TASK_DEFINITION" },
        enableExecuteCommand: task.isExecEnabled ?? false,
        networkConfiguration: {
            awsvpcConfiguration: {
                subnets: task.subnetIds,
                securityGroups: task.securityGroupIds,
                assignPublicIp: "DISABLED",
            },
        },
        overrides: {
            containerOverrides: [{ name: task.container, environment: named, ...(command && { command }) }],
        },
    });
    const { tasks = [], failures = [] } = await asked("ecs:RunTask", cloud.ecs().send(question)).catch(
        advised,
    );
    const arn = tasks[0]?.taskArn;
    if (arn !== undefined) return arn;
    const why = failures.map(({ reason = "no reason", detail }) =>
        [reason, detail].filter(Boolean).join(": "),
    );
    throw new Refusal(
        `ECS started no task of ${taskDefinition}: ${plain(why.join("; ")) || "it says no reason"}. ${adviceOn(why.join())}`,
    );
}

/** Waits until its container runs; with `containerAgent` also until a person can be let into it. */
export async function untilRunning(
    cloud: Cloud,
    cluster: string,
    arn: string,
    world: World,
    containerAgent = false,
): Promise<void> {
    for (let waited = 0; ; waited += SECONDS_BETWEEN_LOOKS) {
        const task = await described(cloud, cluster, arn, waited);
        const status = task?.lastStatus ?? "PENDING";
        if (task && isOver(task)) throw new Refusal(`The task ${idOf(arn)} has stopped: ${reasonOf(task)}`);
        const agent = agentOf(task);
        if (status === "RUNNING" && (!containerAgent || agent === "RUNNING")) return;
        if (containerAgent && agent === "STOPPED")
            throw new Refusal(
                `Nobody can be let into the task ${idOf(arn)}: its ExecuteCommandAgent has stopped.`,
            );
        if (waited >= STARTS_WITHIN)
            throw new Refusal(
                `The task ${idOf(arn)} is ${status} after ${waited} s; look at it in the console.`,
            );
        if (waited % 30 === 0)
            world.err(`the task ${idOf(arn)} is ${status.toLowerCase()}${waited ? `, ${waited} s` : ""} ...`);
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

/** Waits for its end, which the caller's work decides. `says` begins what a person reads meanwhile. */
export async function untilStopped(
    cloud: Cloud,
    cluster: string,
    arn: string,
    world: World,
    says: string,
): Promise<{ exitCode: number | undefined; reason: string }> {
    let said = "";
    for (let waited = 0; ; waited += SECONDS_BETWEEN_LOOKS) {
        const task = await described(cloud, cluster, arn, waited);
        const status = task?.lastStatus ?? "PENDING";
        if (task && isOver(task)) return { exitCode: containerOf(task)?.exitCode, reason: reasonOf(task) };
        const now = `${says} is ${status.toLowerCase()}${waited >= 60 ? `, ${Math.floor(waited / 60)} min` : ""} ...`;
        if (now !== said) world.err(now);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

export async function stopTask(cloud: Cloud, cluster: string, arn: string, reason: string): Promise<void> {
    await asked("ecs:StopTask", cloud.ecs().send(new StopTaskCommand({ cluster, task: arn, reason })));
}

/** ECS takes one of the two, and lists what is meant to run. */
export async function runningTasks(
    cloud: Cloud,
    cluster: string,
    by: { startedBy: string } | { family: string },
): Promise<RunningTask[]> {
    const client = cloud.ecs();
    const look = async () => {
        const arns: string[] = [];
        for await (const { taskArns = [] } of paginateListTasks({ client }, { cluster, ...by }))
            arns.push(...taskArns);
        return arns;
    };
    const arns = await asked("ecs:ListTasks", look());
    const found: Task[] = [];
    // At most 100 a call (the service's model).
    for (let at = 0; at < arns.length; at += 100) {
        const question = new DescribeTasksCommand({ cluster, tasks: arns.slice(at, at + 100) });
        found.push(...((await asked("ecs:DescribeTasks", client.send(question))).tasks ?? []));
    }
    return found
        .filter((task) => !isOver(task))
        .map(({ taskArn = "", startedBy = "", overrides }) => {
            const named = overrides?.containerOverrides?.flatMap(({ environment = [] }) => environment) ?? [];
            const environment = Object.fromEntries(named.map(({ name = "", value = "" }) => [name, value]));
            return { arn: taskArn, startedBy, environment };
        });
}

function check({ startedBy, clientToken = "" }: OneOffTask): void {
    // ECS refuses more, with words that name no value.
    if (!/^[\w-]{1,36}$/.test(startedBy))
        throw new Error(
            `startedBy is ${startedBy}; use at most 36 letters, digits, hyphens and underscores.`,
        );
    if (clientToken.length > 64) throw new Error(`clientToken is ${clientToken}; use at most 64 characters.`);
}

function adviceOn(why: string): string {
    if (/capacity/i.test(why)) return "Fargate is full for the moment; run the same command in some minutes.";
    if (/limit|vcpu/i.test(why))
        return "Raise the account's quota of Fargate, or wait for other tasks to end.";
    return "Is the environment deployed? pulumi up says so.";
}

function advised(error: unknown): never {
    if (!(error instanceof AwsRefusal)) throw error;
    if (error.code === "ConflictException")
        throw new Refusal(
            `Somebody has started this task already, and told it something else (${error.message}); run the same command: it joins theirs.`,
        );
    if (/capacity/i.test(error.message)) throw new Refusal(`${error.message} ${adviceOn(error.message)}`);
    throw error;
}
