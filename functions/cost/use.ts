import {
    GetMetricDataCommand,
    type CloudWatchClient,
    type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { Use } from "./prices.ts";

/** What the parts of the service are called in metrics. */
export interface Names {
    loadBalancer: string;
    targetGroups: string[];
    cluster: string;
    service: string;
    /** Where the app says what it has paid others: the metric PaidUsd, without dimensions. */
    namespace: string;
}

const units = ["requests", "cpuUnits", "bytes", "paidUsd"] as const;
type Unit = (typeof units)[number];

/** CPU units that are one vCPU. */
const VCPU = 1024;

/**
 * What was used from one moment to another, both of whole minutes. Idle capacity is not in it: CPU is what tasks have
 * worked. While both versions run, that of the old one, which has no users, is.
 */
export async function usedBetween(
    cloudwatch: CloudWatchClient,
    names: Names,
    from: Date,
    to: Date,
): Promise<Use> {
    const sums: Record<Unit, number> = { requests: 0, cpuUnits: 0, bytes: 0, paidUsd: 0 };
    // The last that was said of each metric: after an internal error more may come with the next page (API reference, "GetMetricData").
    const told = new Map<string, string | undefined>();
    let NextToken: string | undefined;
    do {
        const asked = new GetMetricDataCommand({
            ...{ StartTime: from, EndTime: to, NextToken },
            MetricDataQueries: queriesOf(names),
        });
        const { MetricDataResults = [], NextToken: more } = await cloudwatch.send(asked);
        for (const { Id = "", StatusCode, Values = [] } of MetricDataResults) {
            told.set(Id, StatusCode);
            const unit = units.find((one) => Id.startsWith(one.toLowerCase()));
            if (unit) sums[unit] += Values.reduce((sum, value) => sum + value, 0);
        }
        NextToken = more;
    } while (NextToken !== undefined);
    for (const [metric, status] of told)
        if (status === "InternalError" || status === "Forbidden")
            throw new Error(`CloudWatch does not tell of ${metric}: ${status}.`);
    const { cpuUnits, ...rest } = sums;
    // Of each minute, the units that its tasks have used on average.
    return { ...rest, cpuSeconds: (cpuUnits / VCPU) * 60 };
}

function queriesOf({ loadBalancer, targetGroups, cluster, service, namespace }: Names): MetricDataQuery[] {
    const query = (
        Id: string,
        Namespace: string,
        MetricName: string,
        named: Record<string, string>,
    ): MetricDataQuery => {
        const Dimensions = Object.entries(named).map(([Name, Value]) => ({ Name, Value }));
        return {
            Id: Id.toLowerCase(),
            MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "Sum" },
        };
    };
    const own = { LoadBalancer: loadBalancer };
    return [
        ...targetGroups.map((TargetGroup, at) =>
            query(`requests${at}`, "AWS/ApplicationELB", "RequestCount", { ...own, TargetGroup }),
        ),
        query("bytes", "AWS/ApplicationELB", "ProcessedBytes", own),
        query("cpuUnits", "ECS/ContainerInsights", "CpuUtilized", {
            ClusterName: cluster,
            ServiceName: service,
        }),
        query("paidUsd", namespace, "PaidUsd", {}),
    ];
}
