import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../../parts/alarm.ts";

interface AlarmsArgs {
    /** Says whose poolers they are: their metrics are in `Airworthy/<prefix>`. */
    prefix: string;
    /** Log group of the poolers: PgBouncer writes a line of statistics a minute, and the agent beside it one of metrics. */
    logGroupName: pulumi.Input<string>;
    /** Told when clients wait for connections. */
    alertsTopicArn: pulumi.Input<string>;
}

interface Watched {
    metricName: string;
    /** What it means that the threshold is passed. */
    says: string;
    statistic: "Average" | "Maximum";
    threshold: number;
    /** In a row; one minute may be a failover, or a change to another generation. */
    minutes: number;
}

/** Milliseconds that clients wait for a connection on average: half of the 2 s at which criterion OBS-04 alerts. */
const waitMs = 1000;
/** Criterion OBS-05. */
const usePercent = 80;
/**
 * Milliseconds that a query takes on average: criterion OBS-12 asks that of the p95, which nothing in AWS tells of RDS. An
 * average above it means that the p95 is above it, too, but where a few are hundreds of times slower than all others.
 */
const queryMs = 10;

/** Each is named as what it watches, and looks at the pooler that is worst off where that is what counts. */
const watched: Record<string, Watched> = {
    wait: {
        metricName: "PoolerWaitMicroseconds",
        says: `Clients wait more than ${waitMs} ms for a connection to the database: it is slow, or the pools are too small.`,
        ...{ statistic: "Average", threshold: waitMs * 1000, minutes: 3 },
    },
    waiting: {
        metricName: "PoolerWaitingClients",
        says: "For 5 minutes the queue of a pooler was never empty: its pools are too small, or it is paused.",
        ...{ statistic: "Maximum", threshold: 0, minutes: 5 },
    },
    queries: {
        metricName: "PoolerQueryMicroseconds",
        says: `For half an hour queries took more than ${queryMs} ms on average.`,
        ...{ statistic: "Average", threshold: queryMs * 1000, minutes: 30 },
    },
    pools: {
        metricName: "PoolerPoolUsePercent",
        says: `For 5 minutes a pooler used more than ${usePercent} % of its connections to the database: soon clients wait.`,
        ...{ statistic: "Maximum", threshold: usePercent, minutes: 5 },
    },
};

/** Tells before clients notice that their connections run out. */
export function alarms(parent: pulumi.Resource, name: string, args: AlarmsArgs): void {
    const namespace = `Airworthy/${args.prefix}`;
    // PgBouncer's own figure, from its line of statistics: "… query 500 us, wait 30 us". The agent's lines are metrics as
    // they are (CloudWatch's embedded metric format).
    const patterns = {
        wait: '[..., name="wait", microseconds, unit="us"]',
        queries: '[..., name="query", microseconds, comma="us,", last="wait", waited, unit="us"]',
    };
    for (const [what, pattern] of Object.entries(patterns)) {
        const metricTransformation = { namespace, name: watched[what]!.metricName, value: "$microseconds" };
        const filter = { logGroupName: args.logGroupName, pattern, metricTransformation };
        new aws.cloudwatch.LogMetricFilter(`${name}-${what}`, filter, { parent });
    }
    for (const [what, { says, minutes, ...measured }] of Object.entries(watched)) {
        new aws.cloudwatch.MetricAlarm(
            `${name}-${what}`,
            {
                alarmDescription: `${says} See docs/runbooks/pooler.md. ${tellsWithin(minutes + 5)}`,
                ...{ namespace, ...measured, comparisonOperator: "GreaterThanThreshold" },
                // Seconds.
                ...{ period: 60, evaluationPeriods: minutes },
                // A pooler that is gone says nothing; that it is gone, others tell.
                treatMissingData: "notBreaching",
                alarmActions: [args.alertsTopicArn],
                okActions: [args.alertsTopicArn],
            },
            { parent },
        );
    }
}
