/** Percent of a core (ElastiCache User Guide, "Which Metrics Should I Monitor?", read on 2026-11-23 in a stored copy). */
const corePercent = 90;

/**
 * What tells that a node of the cache is busy, and from which percentage on: its server works on one core. Of a node with two
 * cores or fewer AWS has the host's metric watched, of which that core is a half.
 */
export function busyNode(node: string) {
    const [, count = "", size = ""] = /^[a-z0-9]+\.(\d*)([a-z]+)$/.exec(node) ?? [];
    const hasMore = count !== "" || size === "xlarge";
    if (hasMore)
        return {
            metricName: "EngineCPUUtilization",
            percent: corePercent,
            says: "the core that it works on",
        };
    return {
        metricName: "CPUUtilization",
        percent: corePercent / 2,
        says: "its two cores, of which it works on one",
    };
}
