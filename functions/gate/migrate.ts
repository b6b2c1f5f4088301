import { createHash } from "node:crypto";
import {
    DescribeTasksCommand,
    ListTasksCommand,
    RunTaskCommand,
    StopTaskCommand,
    type Task,
} from "@aws-sdk/client-ecs";
import { note, take, turn, type Turn } from "./lock.ts";
import { imageOf, type Release } from "./release.ts";
import type { Migration } from "./settings.ts";
import { passed, refused, waiting, type Answer, type World } from "./world.ts";

/** Seconds within which ECS may not know yet of a task that it has started: its answers lag behind (API reference, "RunTask"). */
const UNSEEN_SECONDS = 120;

/** Runs the migrations of a release in one task of its own, while no other does, and tells how it ended. */
export async function migrate(world: World, migration: Migration, release: Release): Promise<Answer> {
    const own = await ownTurn(world);
    if (typeof own === "string")
        return isLate(world, release)
            ? refused(`${own}; this release has waited for ${world.limitSeconds} s.`)
            : waiting(own);
    const task = own.task ?? (await started(world, migration, release));
    const seen = await look(world, task);
    const at = `Its log is ${migration.logGroup}, ${migration.container}/${migration.container}/${idOf(task)}`;
    if (seen === undefined)
        return isFresh(world, own)
            ? waiting(`ECS does not know of ${task} yet`)
            : refused(`ECS does not know of ${task} any more, so nobody can tell how it ended. ${at}`);
    if (seen.lastStatus === "STOPPED") return ended(seen, migration, at);
    if (!isLate(world, release)) return waiting(`${task} is ${seen.lastStatus}`);
    await stop(world, task);
    return refused(
        `The migrations were not over ${world.limitSeconds} s after the release began: stopped. ${at}`,
    );
}

/** Ends what this deployment has begun: it is not let in. */
export async function giveUp(world: World): Promise<void> {
    const now = await turn(world);
    if (now?.deployment !== world.deployment || now.task === undefined) return;
    const task = await look(world, now.task);
    if (task !== undefined && task.lastStatus !== "STOPPED") await stop(world, now.task);
}

/** The turn of this deployment, or why it has to wait for it. */
async function ownTurn(world: World): Promise<Turn | string> {
    const now = await turn(world);
    if (now?.deployment === world.deployment) return now;
    if (now !== undefined && (await isBusy(world, now)))
        return `the migrations of ${now.deployment} still run${now.task ? `: ${now.task}` : ""}`;
    return (await take(world, now)) ?? "another deployment was faster to take its turn";
}

/** Whether a task of another deployment's may run still. Its function may have been ended before it wrote it down. */
async function isBusy(world: World, other: Turn): Promise<boolean> {
    const { ecs, cluster } = world;
    if (isFresh(world, other) && other.task === undefined) return true;
    if (other.task !== undefined) {
        const task = await look(world, other.task);
        // ECS forgets a task about an hour after its end.
        return task === undefined ? isFresh(world, other) : task.lastStatus !== "STOPPED";
    }
    // Those that are meant to run, by default; beside this filter ECS takes no other (API reference, "ListTasks").
    const asked = { cluster, startedBy: startedBy(other.deployment) };
    return ((await ecs.send(new ListTasksCommand(asked))).taskArns ?? []).length > 0;
}

/** Once for a deployment, however often it is asked: ECS keeps the token for a day. */
async function started(world: World, migration: Migration, { image }: Release): Promise<string> {
    const { taskDefinition, container, subnets, securityGroups } = migration;
    const migrates = await imageOf(world, taskDefinition, container);
    if (migrates !== image)
        throw new Error(
            `${taskDefinition} migrates with ${migrates}, and ${image} is released: run pulumi up, which makes both of one image.`,
        );
    const asked = new RunTaskCommand({
        ...{ cluster: world.cluster, taskDefinition, count: 1, launchType: "FARGATE" },
        clientToken: createHash("sha256").update(world.deployment).digest("hex"),
        startedBy: startedBy(world.deployment),
        networkConfiguration: {
            awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: "DISABLED" },
        },
        ...{ enableECSManagedTags: true, propagateTags: "TASK_DEFINITION" },
    });
    const { tasks = [], failures = [] } = await world.ecs.send(asked);
    const task = tasks[0]?.taskArn;
    if (task === undefined)
        throw new Error(`ECS starts no migration: ${JSON.stringify(failures).slice(0, 500)}`);
    if (await note(world, task)) return task;
    await stop(world, task);
    throw new Error(`The turn went to another deployment: ${task} is stopped.`);
}

/** How it ended: only a 0 of its container is success. */
function ended(
    { containers = [], stopCode, stoppedReason }: Task,
    { container }: Migration,
    at: string,
): Answer {
    const { exitCode, reason } = containers.find(({ name }) => name === container) ?? {};
    if (exitCode === 0) return passed(`The migrations are done. ${at}`);
    const why = [stopCode, stoppedReason, reason].filter(Boolean).join(": ");
    return refused(`The migrations failed with exit code ${exitCode ?? "none"}: ${why}. ${at}`);
}

async function look({ ecs, cluster }: World, task: string): Promise<Task | undefined> {
    const { tasks = [], failures = [] } = await ecs.send(
        new DescribeTasksCommand({ cluster, tasks: [task] }),
    );
    const other = failures.find(({ reason }) => reason !== "MISSING");
    if (other !== undefined) throw new Error(`ECS does not tell of ${task}: ${other.reason}`);
    return tasks[0];
}

async function stop({ ecs, cluster }: World, task: string): Promise<void> {
    await ecs.send(
        new StopTaskCommand({ cluster, task, reason: "Its release was refused, or took too long" }),
    );
}

function isLate({ now, limitSeconds }: World, { startedAt }: Release): boolean {
    return now().getTime() - startedAt.getTime() >= limitSeconds * 1000;
}

function isFresh({ now }: World, { since }: Turn): boolean {
    return now().getTime() - Date.parse(since) < UNSEEN_SECONDS * 1000;
}

const idOf = (arn: string) => arn.split("/").at(-1) ?? "";
/** At most 128 letters, digits, and these (API reference, "RunTask"). */
const startedBy = (deployment: string) => `migrations/${idOf(deployment)}`;
