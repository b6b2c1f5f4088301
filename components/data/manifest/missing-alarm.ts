import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../../parts/alarm.ts";

interface MissingArgs {
    /** The function that is to run well at least once in each of so many periods in a row. */
    run: aws.lambda.Function;
    periodSeconds: number;
    periods: number;
    /** What has happened, and what to do: the text of the alert. */
    says: string;
    alertsTopicArn: pulumi.Input<string>;
}

/**
 * Tells when the function has done nothing well for a while: it was not called, could not start, or failed. An alarm on
 * errors alone is quiet when nothing runs any more. Use 2 periods or more: the newest is filled before its data is there.
 */
export function missingAlarm(parent: pulumi.Resource, name: string, args: MissingArgs): void {
    const { run, says, alertsTopicArn, ...of } = args;
    const metric = (id: string, metricName: string) => ({
        id,
        metric: {
            ...{ namespace: "AWS/Lambda", metricName, stat: "Sum", period: of.periodSeconds },
            dimensions: { FunctionName: run.name },
        },
    });
    const done = {
        id: "done",
        expression: "FILL(called, 0) - FILL(failed, 0)",
        label: "Runs without a fault",
    };
    new aws.cloudwatch.MetricAlarm(
        name,
        {
            alarmDescription: `${says} ${tellsWithin(((of.periods + 3) * of.periodSeconds) / 60)}`,
            metricQueries: [
                { ...done, returnData: true },
                metric("called", "Invocations"),
                metric("failed", "Errors"),
            ],
            ...{ comparisonOperator: "LessThanThreshold", threshold: 1, evaluationPeriods: of.periods },
            treatMissingData: "breaching",
            // The first runs of a new environment are still to come.
            warmUpConfiguration: {
                warmUpPeriodDurationInMinutes: ((of.periods + 1) * of.periodSeconds) / 60,
                onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
            },
            alarmActions: [alertsTopicArn],
            okActions: [alertsTopicArn],
        },
        { parent },
    );
}
