import type { Properties, Value } from "../values.ts";
import { aws, rule } from "./kinds.ts";
import { listOf, numberOf, textOf, type Limit } from "./row.ts";
import { api, schema } from "./sources.ts";

const task = aws("ecs", "TaskDefinition");

/** Memory in MiB for each CPU size of Fargate: from, to, in steps of. */
const fargateMemory: { [cpu: string]: number[] } = {
    256: [512, 1024, 2048],
    512: steps(1024, 4096, 1024),
    1024: steps(2048, 8192, 1024),
    2048: steps(4096, 16384, 1024),
    4096: steps(8192, 30720, 1024),
    8192: steps(16384, 61440, 4096),
    16384: steps(32768, 122880, 8192),
    32768: [61440, 122880, 249856],
};

function steps(from: number, to: number, step: number): number[] {
    return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}

/** CPU units of `1024` or `1 vCPU`, MiB of `2048` or `2 GB`. */
export function units(value: Value | undefined, unit: "vcpu" | "gb"): number | undefined {
    const [, amount, named] =
        /^(\d*\.?\d+)\s*(vcpu|gb)?$/i.exec(String(numberOf(value) ?? textOf(value) ?? "")) ?? [];
    if (amount === undefined || (named !== undefined && named.toLowerCase() !== unit)) return undefined;
    return named === undefined ? Number(amount) : Number(amount) * 1024;
}

export function onFargate(inputs: Properties): boolean {
    return listOf(inputs.requiresCompatibilities).includes("FARGATE");
}

function fargateSize(): Limit {
    const at = (cpu: number | string, memory: number | string): Properties => ({
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(cpu),
        memory: String(memory),
    });
    const pairs = Object.entries(fargateMemory);
    const edges = pairs.flatMap(([cpu, sizes]) => [at(cpu, sizes[0] ?? 0), at(cpu, sizes.at(-1) ?? 0)]);
    const over = pairs.flatMap(([cpu, sizes]) => [
        at(cpu, (sizes[0] ?? 0) - 1),
        at(cpu, (sizes.at(-1) ?? 0) + 1024),
    ]);
    const source = schema("schemas/extensions/aws_ecs_taskdefinition/fargate_cpu_memory.json");
    const check = (value: Value, inputs: Properties): string | undefined => {
        if (!onFargate(inputs)) return undefined;
        const [cpu, memory] = [units(value, "vcpu"), units(inputs.memory, "gb")];
        const sizes = fargateMemory[cpu ?? -1];
        if (sizes === undefined)
            return `is ${JSON.stringify(value)}; use ${Object.keys(fargateMemory).join(", ")}`;
        if (memory === undefined || sizes.includes(memory)) return undefined;
        return `is ${cpu} with ${memory} MiB of memory; use ${sizes.length > 8 ? `${sizes[0]} to ${sizes.at(-1)} in steps of ${(sizes[1] ?? 0) - (sizes[0] ?? 0)}` : sizes.join(", ")}`;
    };
    const said = [at("1 vCPU", "2 GB"), at(".25 vCPU", "0.5GB")];
    return rule(
        task,
        "cpu",
        "fargate",
        source,
        check,
        [...edges, ...said],
        [...over, at(300, 512), at("3 vCPU", "8 GB")],
    );
}

export const fargate: Limit[] = [
    fargateSize(),
    rule(
        task,
        "networkMode",
        "fargate",
        api("ecs", "RegisterTaskDefinition"),
        (value, inputs) =>
            onFargate(inputs) && value !== "awsvpc"
                ? `is ${JSON.stringify(value)}; Fargate uses awsvpc`
                : undefined,
        [
            { networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] },
            { networkMode: "bridge", requiresCompatibilities: ["EC2"] },
        ],
        [{ networkMode: "bridge", requiresCompatibilities: ["FARGATE"] }],
    ),
];
