import { randomUUID } from "node:crypto";
import type { Cloud } from "../cloud.ts";
import type { Environment } from "../environment.ts";
import { startTask, stopTask, untilRunning, untilStopped } from "../one-off-task.ts";
import type { World } from "../world.ts";
import { enter } from "./enter.ts";
import { interruptible } from "./interruption.ts";
import type { Consoles, Database, Mode } from "./place.ts";

/** What a person wants of a console. */
export interface Wanted {
    mode: Mode;
    /** Why: of one that writes. */
    reason?: string | undefined;
    minutes: number;
    /** Runs in place of what a person types. */
    sql?: string | undefined;
}

/**
 * One session: its task is started, entered and stopped. Two people have two tasks. Whoever loses the terminal, or this
 * process, loses the session and no more: the task ends by itself.
 */
export async function session(
    cloud: Cloud,
    consoles: Consoles,
    database: Database,
    wanted: Wanted,
    world: World,
): Promise<number> {
    const { mode, sql } = wanted;
    const { cluster, subnetIds, securityGroupIds } = consoles;
    const container = `console-${mode}`;
    return interruptible(world, async (patient) => {
        const task = await startTask(cloud, {
            ...{ cluster, taskDefinition: consoles[mode], container, subnetIds, securityGroupIds },
            ...{ isExecEnabled: true, startedBy: startedBy(cloud), clientToken: randomUUID() },
            environment: told(cloud, database, wanted),
        });
        let isLeftAlone = false;
        try {
            await untilRunning(cloud, cluster, task, patient, true);
            const code = await enter(cloud, { cluster, task, container }, patient);
            if (code !== 0) world.err(`psql: the session broke off (exit ${code}).`);
            // What it runs by itself decides; and who types has seen how it ended.
            if (sql === undefined) return code === 0 ? 0 : 1;
            isLeftAlone = code === 0;
            if (!isLeftAlone) await stop(cloud, cluster, task, world);
            const { exitCode, reason } = await untilStopped(cloud, cluster, task, patient, "psql: its end");
            if (exitCode !== 0) world.err(`psql: it ended with ${exitCode ?? "no exit code"}. ${reason}`);
            return exitCode === 0 ? 0 : 1;
        } finally {
            if (!isLeftAlone) await stop(cloud, cluster, task, world);
        }
    });
}

/** A task that can't be stopped from here ends a little later. */
async function stop(cloud: Cloud, cluster: string, task: string, world: World): Promise<void> {
    await stopTask(cloud, cluster, task, "the session is over").catch((error: unknown) => {
        world.err(`psql: ${(error as Error).message} The task ends by itself, at its time at the latest.`);
    });
}

/** What the container is told; whoever may describe tasks reads it. */
function told(cloud: Cloud, database: Database, { reason, minutes, sql }: Wanted): Record<string, string> {
    return {
        GENERATION: database.generation,
        DATABASE_HOST: database.host,
        DATABASE_PORT: String(database.port),
        WHO: cloud.caller,
        MINUTES: String(minutes),
        ...(reason !== undefined && { REASON: reason }),
        ...(sql !== undefined && { SQL: sql }),
    };
}

/** In the letters that ECS takes. */
function startedBy({ caller }: Cloud): string {
    const name = caller.split("/").at(-1) ?? "";
    return `psql-${name.replace(/[^\w-]/g, "_")}`.slice(0, 36);
}

/** What is about to be: nothing of it needs a change, so it is said and not asked. */
export function sayPlan(
    environment: Environment,
    cloud: Cloud,
    database: Database,
    { mode, minutes, reason }: Wanted,
    world: World,
): void {
    const why = reason === undefined ? "" : `, because: ${reason}`;
    world.err(
        `psql: a console to ${mode} generation ${database.generation} of ${environment.name} (${database.instance}), for ${minutes} minutes at the most, as ${cloud.caller}${why}.`,
    );
    world.err(
        `psql: what is typed and shown goes to the log groups /${environment.name}/exec and /${environment.name}/console.`,
    );
}
