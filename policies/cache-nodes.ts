import type { Node } from "./graph.ts";
import type { Fault } from "./faults.ts";
import { perMinute, steady } from "./rows.ts";
import { numberOf } from "./values.ts";

const evicts = { Evictions: perMinute(0) };
const well = {
    ...{ CPUUtilization: steady(10), EngineCPUUtilization: steady(10) },
    ...{ DatabaseMemoryUsagePercentage: steady(10), ...evicts },
};

/**
 * Which metric tells that a node is busy, and what it shows when the one core that works is busy for 95 % of the time: of
 * two cores or fewer AWS has CPUUtilization watched, which is of all of them (ElastiCache User Guide, "Which Metrics Should I
 * Monitor?", read on 2026-11-23 in a stored copy).
 */
function busyNode(nodeType: string): { metric: string; percent: number } {
    const [, count, size = ""] = /\.(\d*)([a-z]+)$/.exec(nodeType) ?? [];
    if (size === "xlarge" || count !== "") return { metric: "EngineCPUUtilization", percent: 95 };
    return { metric: "CPUUtilization", percent: 95 / 2 };
}

/** What is wrong with one node of a cache, by the metric that tells of it; and the names of its nodes. */
export function nodeFaults({ props }: Node<any>): { name: string; faults: Record<string, Fault> }[] {
    const nodes = Math.max(1, numberOf(props.numCacheClusters ?? 1) || 1);
    const { metric, percent } = busyNode(String(props.nodeType));
    return Array.from({ length: nodes }, (_, at) => {
        const name = `${props.replicationGroupId}-${String(at + 1).padStart(3, "0")}`;
        const of = (says: string, row: Fault["rows"]): Fault => {
            const hits = { by: "CacheClusterId", name, others: well };
            return { says, withinMinutes: 60, rows: { ...well, ...row }, hits };
        };
        const faults = {
            [metric]: of(`the core of ${name} that works is busy`, { [metric]: steady(percent) }),
            DatabaseMemoryUsagePercentage: of(`95 % of the memory of ${name} is in use`, {
                DatabaseMemoryUsagePercentage: steady(95),
            }),
            Evictions: of(`${name} forgets 10 keys a minute`, { Evictions: perMinute(10) }),
        };
        return { name, faults };
    });
}
