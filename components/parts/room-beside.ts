/** A container beside the one that the task is for. */
export interface Sidecar {
    name: string;
    essential: boolean;
    /** MiB at which it is ended. */
    memory: number;
}

/**
 * Refuses a task of which others than what it is for may take more than half of the memory: they would have it ended when
 * they are busy themselves, and with it the task. Half is a choice, and no measurement.
 */
export function checkRoom(name: string, memory: number, sidecars: Sidecar[]): void {
    const taken = sidecars.reduce((sum, one) => sum + one.memory, 0);
    if (taken * 2 <= memory) return;
    const each = sidecars.map((one) => `${one.name} ${one.memory}`).join(" and ");
    throw new Error(
        `${name}: memory is ${memory} MiB, and beside its container others may take ${taken} (${each}); use ${taken * 2} or more, in a pair with cpu that Fargate offers.`,
    );
}
