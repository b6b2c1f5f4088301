import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

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
    new aws.cloudwatch.LogMetricFilter(
        `${name}-wait`,
        {
            logGroupName: args.logGroupName,
            pattern: '[..., name="wait", microseconds, unit="us"]',
            metricTransformation: { namespace, name: watched.wait!.metricName, value: "$microseconds" },
        },
        { parent },
    );
    for (const [what, { says, minutes, ...measured }] of Object.entries(watched)) {
        new aws.cloudwatch.MetricAlarm(
            `${name}-${what}`,
            {
                alarmDescription: `${says} See docs/runbooks/pooler.md.`,
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
