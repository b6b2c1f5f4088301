/**
 * What Fargate offers, as awsx 3.9.0 knows it (vCPU, and GB from, to; it reads AWS's page
 * "Troubleshoot Amazon ECS task definition invalid CPU or memory errors" and steps by whole GB).
 */
const STEPS: [vcpu: number, gigabytes: number[]][] = [
    [0.25, [0.5, 1, 2]],
    [0.5, range(1, 4)],
    [1, range(2, 8)],
    [2, range(4, 16)],
    [4, range(8, 30)],
    [8, range(16, 60)],
    [16, range(32, 120)],
    [32, [60, 120, 244]],
];

function range(low: number, high: number): number[] {
    return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

/** What one container asks for, in CPU units (1024 a vCPU) and MB. */
export interface Appetite {
    cpu?: number;
    memory?: number;
    memoryReservation?: number;
}

/** The task size that awsx picks: of those that hold all containers the one with the least memory, then the least CPU. */
export function taskSize(containers: Appetite[]): { cpu: string; memory: string } {
    const vcpu = containers.reduce((sum, { cpu }) => sum + (cpu || 0), 0) / 1024;
    const wantedMemory = containers.map(({ memory, memoryReservation }) => memoryReservation || memory || 0);
    const gigabytes = wantedMemory.reduce((sum, memory) => sum + memory, 0) / 1024;
    const fitting = STEPS.filter(([offered]) => offered >= vcpu)
        .map(([offered, sizes]) => ({ offered, size: sizes.find((size) => size >= gigabytes) ?? Infinity }))
        .sort((a, b) => a.size - b.size || a.offered - b.offered)[0];
    if (!fitting || fitting.size === Infinity) {
        throw new Error(
            `The containers want ${vcpu} vCPU and ${gigabytes} GB, and no Fargate size holds them; use less.`,
        );
    }
    return { cpu: `${fitting.offered * 1024}`, memory: `${fitting.size * 1024}` };
}
