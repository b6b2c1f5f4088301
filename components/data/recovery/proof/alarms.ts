import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../../../parts/alarm.ts";

export interface ProofAlarmsArgs {
    environment: string;
    alertsTopicArn: pulumi.Input<string>;
    /** Queue of the checks that could not be started. */
    undelivered: pulumi.Input<string>;
    /** Days that the newest proof may be old. */
    mostDays: number;
}

const hour = 3600;
const runbook = "What to do: docs/runbooks/restore-proof.md.";

/** Rings when the backups are not proven: too long ago, not by the last drill, or because its check did not start. */
export function proofAlarms(parent: pulumi.Resource, name: string, args: ProofAlarmsArgs): void {
    const { environment, mostDays } = args;
    const own = { namespace: "Airworthy", dimensions: { Environment: environment } };
    const told = { alarmActions: [args.alertsTopicArn], okActions: [args.alertsTopicArn] };
    const alarm = (purpose: string, rest: aws.cloudwatch.MetricAlarmArgs) =>
        new aws.cloudwatch.MetricAlarm(`${name}-${purpose}`, { period: hour, ...told, ...rest }, { parent });
    alarm("old", {
        ...own,
        alarmDescription:
            `No restored copy of the database of ${environment} was proven for ${mostDays} days, or nobody counts ` +
            `them any more: nobody knows whether its backups are good. ${runbook} ${tellsWithin(6 * 60)}`,
        metricName: "DaysSinceProof",
        statistic: "Maximum",
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: mostDays,
        // The newest of its hours may be empty for a while.
        ...{ evaluationPeriods: 3, datapointsToAlarm: 3 },
        treatMissingData: "breaching",
        // The first hours of a new environment are empty, too (CloudWatch User Guide, "Alarm warm-up periods").
        warmUpConfiguration: {
            warmUpPeriodDurationInMinutes: 4 * 60,
            onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
        },
    });
    alarm("failed", {
        ...own,
        alarmDescription:
            `A restored copy of the database of ${environment} was checked and is not proven: its backups may be bad. ` +
            `${runbook} ${tellsWithin(5)}`,
        metricName: "RestoreProven",
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        evaluationPeriods: 1,
        // There is one number a week; that there is none is the other alarm's to tell.
        treatMissingData: "notBreaching",
    });
    alarm("undelivered", {
        alarmDescription: `A restored copy of the database of ${environment} waits, and its check could not be started. ${runbook} ${tellsWithin(10)}`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: args.undelivered },
        statistic: "Maximum",
        period: 300,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        // SQS tells nothing of a queue that nobody uses.
        treatMissingData: "notBreaching",
    });
}
