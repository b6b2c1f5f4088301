import { judged, metric, ofTasks, step, type Query, type Tasks } from "../../parts/metric-math.ts";

/** Seconds; SQS and ECS measure once a minute. */
export const period = 60;

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
export function busyPercent(queueName: string, workers: Tasks, bounds: Bounds): Query[] {
    const { concurrency, lateSeconds } = bounds;
    const [waiting, age] = waitedSeconds(queueName) as [Query, Query];
    // A list leaves out what has no data: SQS has none of jobs in hand, and of ages, where there is no job.
    return [
        ...[waiting, age, ofQueue("taken", "ApproximateNumberOfMessagesNotVisible", queueName)],
        ofTasks("Running", workers, period),
        metric("cpu", ["AWS/ECS", "CPUUtilization"], { ...workers }, { stat: "Average", period }),
        step("hands", `100 * SUM([waiting, taken]) / (running * ${concurrency})`),
        step("wait", `100 * IF(waiting > 0, age, 0) / ${lateSeconds}`),
        judged("busy", "MAX([hands, cpu, wait])"),
    ];
}

function ofQueue(id: string, metricName: string, QueueName: string): Query {
    return metric(id, ["AWS/SQS", metricName], { QueueName }, { stat: "Maximum", period });
}
