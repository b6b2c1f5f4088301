import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../../parts/alarm.ts";

interface SlotArgs {
    /** GiB that the storage has at first. */
    storageGb: number;
    alertsTopicArn: pulumi.Input<string>;
}

const MIB = 2 ** 20;

/** MB of log that may be kept for who follows by replication: a quarter of the storage. */
export const slotMb = (storageGb: number) => Math.floor((storageGb * 1024) / 4);

/** Tells when half of that is kept: an upgrade that stands still, or one that nobody has given up in the right way. */
export function slotAlarm(
    parent: pulumi.Resource,
    name: string,
    { identifier }: aws.rds.Instance,
    { storageGb, alertsTopicArn }: SlotArgs,
): void {
    const mb = slotMb(storageGb) / 2;
    const says =
        `More than ${Math.floor(mb)} MB of the database's log are kept for a generation that follows it and does not ` +
        `keep up. See docs/runbooks/upgrade.md. ${tellsWithin(10)}`;
    new aws.cloudwatch.MetricAlarm(
        `${name}-slot`,
        {
            alarmDescription: says,
            namespace: "AWS/RDS",
            // Bytes (RDS User Guide, "Amazon CloudWatch instance-level metrics for Amazon RDS").
            metricName: "OldestReplicationSlotLag",
            dimensions: { DBInstanceIdentifier: identifier },
            ...{ statistic: "Maximum", comparisonOperator: "GreaterThanThreshold", threshold: mb * MIB },
            // Seconds.
            ...{ period: 300, evaluationPeriods: 1 },
            // Nobody follows.
            treatMissingData: "notBreaching",
            alarmActions: [alertsTopicArn],
            okActions: [alertsTopicArn],
        },
        { parent },
    );
}
