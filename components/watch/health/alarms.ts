import type { Alarmed } from "../../parts/alarm.ts";
import { judged, metric, missingTasks, type Named, type Query } from "../../parts/metric-math.ts";
import { busyNode } from "./busy-node.ts";
import { nodesOf, type Hops } from "./hops.ts";
import { busyPercent, page, period, soon, type Alarms } from "./soon.ts";

/** Minutes that a task may be missing: a start takes less, and a deployment that fails tells of itself. */
const missingMinutes = 15;
/** ACM renews 60 days before the end, and warns from 45 days on (ACM User Guide, "Managed certificate renewal"). */
const renewedDays = 30;

export function certificateEnds(whose: string, CertificateArn: Named[string]): Alarmed {
    return {
        alarmDescription: `The ${whose}'s certificate ends in less than ${renewedDays} days, and was not renewed. ${page}`,
        ...{ namespace: "AWS/CertificateManager", metricName: "DaysToExpiry", statistic: "Minimum" },
        dimensions: { CertificateArn },
        // A day: it is told twice a day.
        ...{ period: 86_400, evaluationPeriods: 1 },
        ...{ comparisonOperator: "LessThanThreshold", threshold: renewedDays, withinMinutes: 1440 },
    };
}

/** What users get that reach no task at all. */
export function frontAlarms({ balancer, certificates: { certificateArn } }: Hops): Alarms {
    return {
        "balancer-fails": {
            alarmDescription: `In five minutes the load balancer itself has failed more than 20 requests: no task took them. ${page}`,
            ...{ namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELB_5XX_Count", statistic: "Sum" },
            dimensions: { LoadBalancer: balancer.measured.loadBalancer },
            ...{ period, evaluationPeriods: 1, threshold: 20, withinMinutes: 5 },
        },
        ...(certificateArn && { "certificate-ends": certificateEnds("load balancer", certificateArn) }),
    };
}

/** Workers have an alarm of their own, beside those on their jobs. */
export function taskAlarms({ cluster, service, pooler }: Hops): Alarms {
    const missing = (says: string, ServiceName: Hops["service"]["serviceName"]): Alarmed => ({
        alarmDescription: `For ${missingMinutes} minutes fewer ${says} ran than should. ${page}`,
        metricQueries: missingTasks({ ClusterName: cluster.clusterName, ServiceName }, 60),
        ...{ threshold: 0, evaluationPeriods: missingMinutes, withinMinutes: missingMinutes + 5 },
        // Of the two counts one may be lost, and counts as none.
        datapointsToAlarm: missingMinutes - 2,
    });
    const used = (
        says: string,
        metricName: string,
        ServiceName: Hops["service"]["serviceName"],
    ): Alarmed => ({
        alarmDescription: `For 15 minutes ${says} used more than ${busyPercent} % of what they have. ${page}`,
        ...{ namespace: "AWS/ECS", metricName, statistic: "Average", ...soon, threshold: busyPercent },
        dimensions: { ClusterName: cluster.clusterName, ServiceName },
    });
    const of = (who: string, says: string, { serviceName }: Hops["service"]): Alarms => ({
        [`${who}-missing`]: missing(says, serviceName),
        // More start from less on: there are as many as there may be.
        [`${who}-busy`]: used(`the processors of ${says}`, "CPUUtilization", serviceName),
        [`${who}-memory`]: used(`the memories of ${says}`, "MemoryUtilization", serviceName),
    });
    return { ...of("app", "tasks of the application", service), ...of("poolers", "poolers", pooler) };
}

/** By its worst node: which of them is written to changes with a failover. */
export function cacheAlarms(hops: Hops): Alarms {
    const worst = (metricName: string, stat: string): Query[] => {
        const nodes = nodesOf(hops).map((CacheClusterId, at) =>
            metric(`n${at + 1}`, ["AWS/ElastiCache", metricName], { CacheClusterId }, { stat, period }),
        );
        return [...nodes, judged("worst", `MAX([${nodes.map(({ id }) => id).join(", ")}])`)];
    };
    const { metricName, percent, says } = busyNode(hops.cacheNode);
    return {
        "cache-busy": {
            alarmDescription: `For 15 minutes a node of the cache used more than ${percent} % of ${says}. ${page}`,
            ...{ metricQueries: worst(metricName, "Average"), threshold: percent },
            ...{ evaluationPeriods: 3, withinMinutes: 20 },
        },
        "cache-full": {
            alarmDescription: `For 15 minutes a node of the cache had more than ${busyPercent} % of its memory in use. ${page}`,
            ...{ metricQueries: worst("DatabaseMemoryUsagePercentage", "Average"), threshold: busyPercent },
            ...{ evaluationPeriods: 3, withinMinutes: 20 },
        },
        "cache-evicts": {
            alarmDescription: `For half an hour the cache forgot what was in use, for want of memory. ${page}`,
            ...{
                metricQueries: worst("Evictions", "Sum"),
                threshold: 0,
                evaluationPeriods: 6,
                withinMinutes: 40,
            },
        },
    };
}
