import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../../parts/alarm.ts";

/**
 * Seconds, and minutes in a row. The lag is the age of the last write that came over (RDS User Guide, "Monitoring and
 * tuning read replication"), and where nobody writes that is the heartbeat of each minute.
 */
const [lagSeconds, minutes] = [120, 5];

interface Late {
    /** Who it is, and what it means that it is late. */
    what: string;
    means: string;
    alertsTopicArn: pulumi.Input<string>;
}

/** A generation that follows a database of another region. */
export const standby = {
    what: "the copy of the other region's database",
    means: "as much would be lost with that region. See docs/runbooks/second-region.md.",
};

/** Tells when what follows another instance falls behind, or follows no more. */
export function lagAlarm(
    parent: pulumi.Resource,
    name: string,
    { identifier }: aws.rds.Instance,
    { what, means, alertsTopicArn }: Late,
): void {
    new aws.cloudwatch.MetricAlarm(
        `${name}-lag`,
        {
            alarmDescription: `For ${minutes} minutes ${what} was more than ${lagSeconds} s behind: ${means} ${tellsWithin(minutes + 5)}`,
            ...{
                namespace: "AWS/RDS",
                metricName: "ReplicaLag",
                dimensions: { DBInstanceIdentifier: identifier },
            },
            ...{ statistic: "Average", comparisonOperator: "GreaterThanThreshold", threshold: lagSeconds },
            // Seconds.
            ...{ period: 60, evaluationPeriods: minutes },
            // One that no longer follows says nothing.
            treatMissingData: "breaching",
            // Nor does one that is still being made, which takes RDS longer the more there is to copy.
            warmUpConfiguration: { warmUpPeriodDurationInMinutes: 120 },
            alarmActions: [alertsTopicArn],
            okActions: [alertsTopicArn],
        },
        { parent },
    );
}
