import { vitals } from "./vitals.ts";

/** Metrics with the same dimensions; each set of these names one row of numbers. */
interface Series {
    by: string[][];
    names: string[];
}

interface Documented {
    /** The page on which AWS lists them; of most, excerpts in stored copies were read, on 2026-11-22. */
    source: string;
    series: Series[];
}

/** AWS/ECS has numbers of a whole cluster for tasks on instances only: ours run on Fargate. */
const ofService = [["ClusterName", "ServiceName"]];
const [balancer, targets] = [["LoadBalancer"], ["LoadBalancer", "TargetGroup"]];

/** Of a service all of whose metrics have the same dimensions. */
function page(source: string, by: string[][], names: string[]): Documented {
    return { source, series: [{ by, names }] };
}

/** What AWS emits, by namespace: what this blueprint looks at, and its next of kin. */
export const documented: Record<string, Documented> = {
    "AWS/CloudFront": page(
        'CloudFront Developer Guide, "Types of metrics for CloudFront"',
        [["DistributionId", "Region"]],
        ["4xxErrorRate", "5xxErrorRate", "BytesDownloaded", "BytesUploaded", "Requests"],
    ),
    "AWS/WAFV2": page(
        'WAF Developer Guide, "Core metrics and dimensions"',
        [["Rule", "WebACL"]],
        ["AllowedRequests", "BlockedRequests", "CountedRequests"],
    ),
    "AWS/ApplicationELB": {
        source: 'User Guide for Application Load Balancers, "CloudWatch metrics for your Application Load Balancer"',
        series: [
            {
                by: [balancer],
                names: [
                    ...["ActiveConnectionCount", "NewConnectionCount", "RejectedConnectionCount"],
                    ...["HTTPCode_ELB_4XX_Count", "HTTPCode_ELB_5XX_Count", "ProcessedBytes"],
                ],
            },
            {
                by: [balancer, targets],
                names: [
                    ...["HTTPCode_Target_2XX_Count", "HTTPCode_Target_3XX_Count"],
                    ...["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "RequestCount"],
                    ...["TargetConnectionErrorCount", "TargetResponseTime"],
                ],
            },
            { by: [targets], names: ["HealthyHostCount", "UnHealthyHostCount"] },
        ],
    },
    CloudWatchSynthetics: page(
        'Amazon CloudWatch User Guide, "CloudWatch metrics published by canaries"',
        [["CanaryName"]],
        ["Duration", "Failed", "SuccessPercent"],
    ),
    "AWS/CertificateManager": page(
        'AWS Certificate Manager User Guide, "Supported CloudWatch metrics"',
        [["CertificateArn"]],
        ["DaysToExpiry"],
    ),
    "AWS/ECS": page('Amazon ECS Developer Guide, "Amazon ECS CloudWatch metrics"', ofService, [
        ...["CPUUtilization", "MemoryUtilization"],
    ]),
    "AWS/ElastiCache": page(
        'Amazon ElastiCache User Guide, "Host-Level Metrics" and "Metrics for Valkey and Redis OSS"',
        [["CacheClusterId"], ["CacheClusterId", "CacheNodeId"]],
        [
            ...["CPUUtilization", "EngineCPUUtilization", "FreeableMemory", "SwapUsage"],
            ...["BytesUsedForCache", "DatabaseMemoryUsagePercentage", "Evictions", "CurrItems"],
            ...["CurrConnections", "NewConnections", "CacheHits", "CacheMisses", "ReplicationLag"],
        ],
    ),
    "AWS/Events": page(
        'Amazon EventBridge User Guide, "Monitoring Amazon EventBridge"',
        [["RuleName"]],
        ["DeadLetterInvocations", "FailedInvocations", "Invocations", "TriggeredRules"],
    ),
    "AWS/Lambda": page(
        'AWS Lambda Developer Guide, "Types of metrics for Lambda functions"',
        [["FunctionName"]],
        ["ConcurrentExecutions", "Duration", "Errors", "Invocations", "Throttles"],
    ),
    "AWS/RDS": page(
        'Amazon RDS User Guide, "Amazon CloudWatch metrics for Amazon RDS"',
        [["DBInstanceIdentifier"]],
        [
            ...["CPUCreditBalance", "CPUUtilization", "DatabaseConnections", "DiskQueueDepth"],
            ...["FreeStorageSpace", "FreeableMemory", "SwapUsage", "MaximumUsedTransactionIDs"],
            ...["ReadIOPS", "ReadLatency", "ReadThroughput", "WriteIOPS", "WriteLatency", "WriteThroughput"],
            ...["OldestReplicationSlotLag", "ReplicaLag", "ReplicationSlotDiskUsage"],
            ...["TransactionLogsDiskUsage", "TransactionLogsGeneration"],
        ],
    ),
    "AWS/RUM": page(
        'Amazon CloudWatch User Guide, "CloudWatch metrics that you can collect with CloudWatch RUM"',
        [["application_name"]],
        vitals,
    ),
    "AWS/SQS": page(
        'Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS"',
        [["QueueName"]],
        [
            ...["ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesDelayed"],
            ...["ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesVisible"],
            ...["NumberOfEmptyReceives", "NumberOfMessagesDeleted", "NumberOfMessagesReceived"],
            ...["NumberOfMessagesSent", "SentMessageSize"],
        ],
    ),
    "AWS/Scheduler": page(
        'EventBridge Scheduler User Guide, "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch"',
        [["ScheduleGroup"]],
        ["InvocationAttemptCount", "InvocationDroppedCount", "TargetErrorCount"],
    ),
    "AWS/X-Ray": page(
        'AWS X-Ray Developer Guide, "Configuring groups"',
        [["GroupName"]],
        ["ApproximateTraceCount"],
    ),
    "ECS/ContainerInsights": page(
        'Amazon CloudWatch User Guide, "Amazon ECS Container Insights metrics"',
        ofService,
        [
            ...["CpuReserved", "CpuUtilized", "MemoryReserved", "MemoryUtilized"],
            ...["DeploymentCount", "DesiredTaskCount", "PendingTaskCount", "RunningTaskCount"],
        ],
    ),
};

interface Emitted {
    /** The file of this project whose code emits them. */
    file: string;
    names: string[];
}

/** What our own code emits, by namespace. Each says of which environment: by the dimension, or by the namespace's end. */
export const own: Record<string, Emitted[]> = {
    Airworthy: [
        { file: "functions/proof-age/index.ts", names: ["DaysSinceProof"] },
        {
            file: "functions/restore-check/measure.ts",
            names: ["RestoreProven", "RestoreRpoSeconds", "RestoreRtoSeconds"],
        },
    ],
    "Airworthy/<environment>": [
        {
            file: "functions/pooler-agent/metrics.ts",
            names: ["PoolerPoolUsePercent", "PoolerWaitingClients"],
        },
    ],
};
