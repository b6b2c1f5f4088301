import { NoCounterpart } from "./no-counterpart.ts";

/** A metric of CloudWatch and what is asked of it. */
export interface Measured {
    namespace: string;
    metricName: string;
    stat: string;
}

/** The same in Datadog, and how several series of it become one. A count is what came in a period. */
export interface Named {
    name: string;
    space: "avg" | "max" | "min" | "sum";
    isCount: boolean;
}

/** Names of counts, of which CloudWatch gives the sum: Datadog Docs, page of each integration, "Data Collected", read on 2026-11-23. */
const counts: Record<string, Record<string, string>> = {
    "AWS/ApplicationELB": {
        RequestCount: "aws.applicationelb.request_count",
        TargetConnectionErrorCount: "aws.applicationelb.target_connection_error_count",
        // These two from "Deprecation of Application Load Balancer Metrics Under the aws.elb Namespace".
        HTTPCode_ELB_5XX_Count: "aws.applicationelb.httpcode_elb_5xx",
        HTTPCode_Target_5XX_Count: "aws.applicationelb.httpcode_target_5xx",
    },
    "AWS/CloudFront": { Requests: "aws.cloudfront.requests" },
    "AWS/ElastiCache": { Evictions: "aws.elasticache.evictions" },
    "AWS/Lambda": { Errors: "aws.lambda.errors", Invocations: "aws.lambda.invocations" },
    "AWS/WAFV2": {
        BlockedRequests: "aws.wafv2.blocked_requests",
        CountedRequests: "aws.wafv2.counted_requests",
    },
};

const elb = "aws.applicationelb";
/** Names of what is measured, by statistic; from the same pages, but SQS's, which are those in use in public monitors. */
const gauges: Record<string, Record<string, Record<string, string>>> = {
    "AWS/ApplicationELB": {
        HealthyHostCount: {
            ...{ Maximum: `${elb}.healthy_host_count.maximum`, Minimum: `${elb}.healthy_host_count.minimum` },
        },
        TargetResponseTime: Object.fromEntries(
            ["p50", "p90", "p95", "p99"].map((stat) => [stat, `${elb}.target_response_time.${stat}`]),
        ),
    },
    "AWS/CertificateManager": { DaysToExpiry: once("aws.certificatemanager.days_to_expiry") },
    "AWS/CloudFront": {
        "4xxErrorRate": { Average: "aws.cloudfront.4xx_error_rate" },
        "5xxErrorRate": { Average: "aws.cloudfront.5xx_error_rate" },
    },
    "AWS/ECS": {
        CPUUtilization: { Average: "aws.ecs.service.cpuutilization" },
        MemoryUtilization: { Average: "aws.ecs.service.memory_utilization" },
    },
    "ECS/ContainerInsights": {
        DesiredTaskCount: { Average: "ecs.containerinsights.desired_task_count" },
        RunningTaskCount: { Average: "ecs.containerinsights.running_task_count" },
    },
    "AWS/ElastiCache": {
        CPUUtilization: { Average: "aws.elasticache.cpuutilization" },
        DatabaseMemoryUsagePercentage: { Average: "aws.elasticache.database_memory_usage_percentage" },
        EngineCPUUtilization: { Average: "aws.elasticache.engine_cpuutilization" },
    },
    "AWS/RDS": {
        CPUUtilization: { Average: "aws.rds.cpuutilization" },
        DatabaseConnections: once("aws.rds.database_connections"),
        FreeStorageSpace: once("aws.rds.free_storage_space"),
        FreeableMemory: { Average: "aws.rds.freeable_memory" },
        OldestReplicationSlotLag: once("aws.rds.oldest_replication_slot_lag"),
        ReadLatency: { Average: "aws.rds.read_latency" },
        ReplicaLag: once("aws.rds.replica_lag"),
        WriteLatency: { Average: "aws.rds.write_latency" },
    },
    "AWS/SQS": {
        ApproximateAgeOfOldestMessage: once("aws.sqs.approximate_age_of_oldest_message"),
        ApproximateNumberOfMessagesVisible: once("aws.sqs.approximate_number_of_messages_visible"),
    },
};

const custom =
    "of metrics that are no service's own, Datadog gathers the average alone (Datadog Docs, AWS Integration and CloudWatch FAQ)";
/** Namespaces of which no page names a metric. */
const lacking: Record<string, string> = {
    "AWS/Events": "no page of Datadog's names a metric of EventBridge's rules",
    "AWS/RUM": "Datadog measures users' browsers by a RUM of its own",
    "AWS/Scheduler": "no page of Datadog's names a metric of EventBridge Scheduler",
    "AWS/X-Ray": "no page of Datadog's names the count of a group of traces",
    CloudWatchSynthetics: "Datadog's own Synthetic test looks",
};

/** AWS gives one number a minute or more seldom: whichever statistic, it is that number. */
function once(name: string): Record<string, string> {
    return { Average: name, Maximum: name, Minimum: name };
}

const spaces: Record<string, Named["space"]> = { Maximum: "max", Minimum: "min" };

/** What to ask Datadog for instead; throws `NoCounterpart` with the reason, and an error for a metric that nobody has looked up yet. */
export function namedInDatadog({ namespace, metricName, stat }: Measured): Named {
    const count = counts[namespace]?.[metricName];
    if (count !== undefined && stat === "Sum") return { name: count, space: "sum", isCount: true };
    const name = gauges[namespace]?.[metricName]?.[stat];
    if (name !== undefined) return { name, space: spaces[stat] ?? "avg", isCount: false };
    if (/^PR\(/.test(stat))
        throw new NoCounterpart(
            `Datadog gathers percentiles, and not what share was faster than a bound, ${stat}`,
        );
    if (stat === "SampleCount")
        throw new NoCounterpart("no page of Datadog's names a metric of how many samples there were");
    if (lacking[namespace] !== undefined) throw new NoCounterpart(lacking[namespace]);
    if (namespace.split("/")[0] === "Airworthy") {
        if (stat !== "Average") throw new NoCounterpart(custom);
        return { name: ownName(namespace, metricName), space: "avg", isCount: false };
    }
    const seen = `${namespace} ${metricName}, ${stat}`;
    throw new Error(
        `${seen}: components/watch/datadog/names.ts doesn't know it; add Datadog's name, or why it has none.`,
    );
}

/** As Datadog's page on ECS has `ecs.containerinsights.running_task_count` of ECS/ContainerInsights' RunningTaskCount. */
function ownName(namespace: string, metricName: string): string {
    const snake = metricName.replace(/(?<=[a-z\d])(?=[A-Z])/g, "_");
    return `${namespace.replaceAll("/", ".")}.${snake}`.toLowerCase().replace(/[^a-z\d_.]/g, "_");
}

/** The namespaces that Datadog has to gather. What is custom has a switch of its own. */
export const namespaces: readonly string[] = [
    ...new Set([...Object.keys(counts), ...Object.keys(gauges)]),
].sort();
