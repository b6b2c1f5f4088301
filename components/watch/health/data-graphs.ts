import { busyNode } from "./busy-node.ts";
import { tasks, used, type Graph, type Line } from "./graph.ts";
import { nodesOf, type Hops } from "./hops.ts";

export function poolers({ prefix, cluster, pooler }: Hops): Graph[] {
    const own = (metricName: string, stat: string): Line => [`Airworthy/${prefix}`, metricName, { stat }];
    return [
        { title: "Clients that wait", lines: [own("PoolerWaitingClients", "Maximum")] },
        {
            title: "Connections to the database in use, percent",
            lines: [own("PoolerPoolUsePercent", "Maximum")],
            bounds: { "an alarm": 80 },
        },
        used("Processor and memory, percent", cluster, pooler),
    ];
}

export function database({ database, connections }: Hops): Graph[] {
    const { place, readers } = database;
    const instances = [place.identifier, ...(readers?.identifiers ?? [])];
    const each = (metricName: string, stat: string) =>
        instances.map((one): Line => ["AWS/RDS", metricName, "DBInstanceIdentifier", one, { stat }]);
    return [
        {
            title: "Connections",
            lines: each("DatabaseConnections", "Maximum"),
            bounds: { "all of them": connections },
        },
        { title: "Processor, percent", lines: each("CPUUtilization", "Average"), bounds: { "an alarm": 80 } },
        {
            title: "Seconds for a read and a write of the disk; bytes left, right",
            lines: [
                ...each("ReadLatency", "Average"),
                ...each("WriteLatency", "Average"),
                ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", place.identifier, { yAxis: "right" }],
            ],
        },
    ];
}

export function cache(hops: Hops): Graph[] {
    const { metricName, percent } = busyNode(hops.cacheNode);
    const each = (metricName: string, stat: string) =>
        nodesOf(hops).map((node): Line => ["AWS/ElastiCache", metricName, "CacheClusterId", node, { stat }]);
    return [
        {
            title: "Memory, percent",
            lines: each("DatabaseMemoryUsagePercentage", "Average"),
            bounds: { "an alarm": 80 },
        },
        {
            title: "Processor, percent",
            lines: each(metricName, "Average"),
            bounds: { "an alarm": percent },
        },
        { title: "Forgotten for want of memory", lines: each("Evictions", "Sum") },
    ];
}

export function jobs({ jobs: { names }, cluster, worker }: Hops): Graph[] {
    const of = (metricName: string, queue: string): Line => [
        "AWS/SQS",
        metricName,
        "QueueName",
        queue,
        { stat: "Maximum" },
    ];
    const waiting = "ApproximateNumberOfMessagesVisible";
    return [
        {
            title: "Seconds since the oldest job came",
            lines: [of("ApproximateAgeOfOldestMessage", names.jobs)],
        },
        {
            title: "Jobs that wait, and that failed",
            lines: [of(waiting, names.jobs), of(waiting, names.deadLetters)],
        },
        ...(worker ? [tasks(cluster, worker)] : []),
    ];
}
