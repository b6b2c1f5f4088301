import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface Alerting {
    /** What the names of the alarms start with. */
    prefix: string;
    /** Told when they ring, and when it is over. */
    alertsTopicArn: pulumi.Input<string>;
}

/** What an alarm looks at, when it rings, and what it says then: what that means, and the page on what to do. */
export type Alarmed = Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "alarmDescription" | "threshold" | "evaluationPeriods"
> &
    Partial<aws.cloudwatch.MetricAlarmArgs>;

/** An alarm above a threshold that tells people, under a name of this environment's; no data is no fault. */
export function alarm(parent: pulumi.Resource, to: Alerting, what: string, own: Alarmed) {
    return new aws.cloudwatch.MetricAlarm(
        what,
        {
            name: `${to.prefix}-${what}`,
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "notBreaching",
            alarmActions: [to.alertsTopicArn],
            okActions: [to.alertsTopicArn],
            ...own,
        },
        { parent },
    );
}
