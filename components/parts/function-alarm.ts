import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "./alarm.ts";

interface FailureArgs {
    /** The function that is watched. */
    run: aws.lambda.Function;
    /** What it means that it failed, and what to do: the text of the alert. */
    says: string;
    /** Where the alert is sent. */
    alertsTopicArn: pulumi.Input<string>;
}

/** Tells when the function failed, once, however often it is tried again within the hour. */
export function functionAlarm(parent: pulumi.Resource, name: string, args: FailureArgs): void {
    new aws.cloudwatch.MetricAlarm(
        `${name}-failed`,
        {
            alarmDescription: `${args.says} ${tellsWithin(5)}`,
            namespace: "AWS/Lambda",
            metricName: "Errors",
            dimensions: { FunctionName: args.run.name },
            statistic: "Sum",
            // An hour, in seconds.
            ...{ period: 3600, evaluationPeriods: 1 },
            ...{ comparisonOperator: "GreaterThanThreshold", threshold: 0 },
            // It is called once in a while: no call is no failure.
            treatMissingData: "notBreaching",
            alarmActions: [args.alertsTopicArn],
            okActions: [args.alertsTopicArn],
        },
        { parent },
    );
}
