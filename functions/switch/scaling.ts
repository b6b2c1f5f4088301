import type { SwitchWorld } from "./world.ts";

/** The poolers' number stays as it is for as long as a switch takes. */
export async function suspendScaling({ service, step, table }: SwitchWorld): Promise<void> {
    await step("suspend");
    if (!(await service.isScaling())) return;
    // Said first: if it ends in between, the next run gives back what may not have been taken.
    await table.setScalingOurs(true);
    await service.setScaling(false);
}

/** Gives back what a switch has taken, and nothing that somebody else has. */
export async function resumeScaling({ service, table }: SwitchWorld): Promise<void> {
    if (!(await table.isScalingOurs())) return;
    await service.setScaling(true);
    await table.setScalingOurs(false);
}
