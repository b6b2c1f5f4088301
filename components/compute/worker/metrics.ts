import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type Query = aws.types.input.cloudwatch.MetricAlarmMetricQuery;
type Named = Record<string, pulumi.Input<string>>;

/** Seconds; SQS and ECS measure once a minute. */
export const period = 60;

/** The service whose tasks work, in the words of ECS's metrics. */
export interface Workers {
    ClusterName: pulumi.Input<string>;
    ServiceName: pulumi.Input<string>;
}

/**
 * Seconds that the oldest job has been there, as long as any job waits for a worker. By itself the age tells of jobs in
 * hand as well, and of one that failed and is hidden until its next try, until its third (SQS Developer Guide, "Available
 * CloudWatch metrics"): more workers would do nothing about these. An empty queue has no age.
 */
export function waitedSeconds(queueName: string): Query[] {
    return [
        ofQueue("waiting", "ApproximateNumberOfMessagesVisible", queueName),
        ofQueue("age", "ApproximateAgeOfOldestMessage", queueName),
        judged("waited", "IF(waiting > 0, age, 0)"),
    ];
}

interface Bounds {
    /** Jobs that one worker has in hand at once. */
    concurrency: number;
    /** Seconds after which a job has waited for too long. */
    lateSeconds: number;
}

/** How busy workers are: percent of their hands, of their processors, or of the wait that is too long; the highest. */
export function busyPercent(queueName: string, workers: Workers, bounds: Bounds): Query[] {
    const { concurrency, lateSeconds } = bounds;
    const [waiting, age] = waitedSeconds(queueName) as [Query, Query];
    // A list leaves out what has no data: SQS has none of jobs in hand, and of ages, where there is no job.
    return [
        ...[waiting, age, ofQueue("taken", "ApproximateNumberOfMessagesNotVisible", queueName)],
        ofTasks("running", workers),
        metric("cpu", "AWS/ECS", "CPUUtilization", "Average", { ...workers }),
        step("hands", `100 * SUM([waiting, taken]) / (running * ${concurrency})`),
        step("wait", `100 * IF(waiting > 0, age, 0) / ${lateSeconds}`),
        judged("busy", "MAX([hands, cpu, wait])"),
    ];
}

/** Workers that should run and don't. */
export function missingTasks(workers: Workers): Query[] {
    return [ofTasks("running", workers), ofTasks("desired", workers), judged("missing", "desired - running")];
}

function ofQueue(id: string, metricName: string, QueueName: string): Query {
    return metric(id, "AWS/SQS", metricName, "Maximum", { QueueName });
}

function ofTasks(which: "running" | "desired", workers: Workers): Query {
    const metricName = which === "running" ? "RunningTaskCount" : "DesiredTaskCount";
    return metric(which, "ECS/ContainerInsights", metricName, "Average", { ...workers });
}

function metric(id: string, namespace: string, metricName: string, stat: string, dimensions: Named): Query {
    return { id, returnData: false, metric: { namespace, metricName, stat, period, dimensions } };
}

function step(id: string, expression: string): Query {
    return { id, expression, returnData: false };
}

function judged(id: string, expression: string): Query {
    return { id, label: id, expression, returnData: true };
}
