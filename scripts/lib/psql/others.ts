import type { Cloud } from "../cloud.ts";
import { runningTasks, stopTask, type RunningTask } from "../one-off-task.ts";
import { table } from "../table.ts";
import type { World } from "../world.ts";
import type { Consoles } from "./place.ts";

/** Every console of the environment that runs, whoever started it. */
export async function openConsoles(
    cloud: Cloud,
    consoles: Consoles,
): Promise<(RunningTask & { mode: string })[]> {
    const found = [];
    for (const mode of ["read", "write"] as const) {
        // …:task-definition/<family>:<revision>: those of older revisions, too.
        const family = consoles[mode].split("/").at(-1)!.replace(/:\d+$/, "");
        const running = await runningTasks(cloud, consoles.cluster, { family });
        found.push(...running.map((task) => ({ ...task, mode })));
    }
    return found;
}

export function showConsoles(open: Awaited<ReturnType<typeof openConsoles>>, world: World): void {
    const rows = open.map(({ arn, mode, environment: told }) => [
        arn.split("/").at(-1)!,
        mode,
        told.GENERATION ?? "?",
        told.WHO ?? "?",
        told.MINUTES ?? "?",
        told.REASON ?? told.SQL ?? "",
    ]);
    world.out(table(["TASK", "MODE", "GENERATION", "WHO", "MINUTES", "WHY"], rows));
}

export async function endConsoles(
    cloud: Cloud,
    { cluster }: Consoles,
    open: RunningTask[],
    world: World,
): Promise<void> {
    for (const { arn } of open) {
        await stopTask(cloud, cluster, arn, `ended by ${cloud.caller}`.slice(0, 255));
        world.err(
            `psql: ${arn.split("/").at(-1)} ends within a minute; what was not committed is rolled back.`,
        );
    }
}
