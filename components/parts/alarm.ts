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
    Partial<aws.cloudwatch.MetricAlarmArgs> & {
        /** The longest that it takes to ring, in minutes from the beginning of the fault. */
        withinMinutes: number;
    };

/** How an alarm's text says the longest that it takes to ring: `npm run bench -- alarms` holds it to that. */
export function tellsWithin(minutes: number): string {
    return `It tells within ${minutes} minutes.`;
}

/** An alarm above a threshold that tells people, under a name of this environment's; no data is no fault. */
export function alarm(parent: pulumi.Resource, to: Alerting, what: string, own: Alarmed) {
    const { withinMinutes, alarmDescription, ...rest } = own;
    return new aws.cloudwatch.MetricAlarm(
        what,
        {
            name: `${to.prefix}-${what}`,
            alarmDescription: `${alarmDescription as string} ${tellsWithin(withinMinutes)}`,
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "notBreaching",
            alarmActions: [to.alertsTopicArn],
            okActions: [to.alertsTopicArn],
            ...rest,
        },
        { parent },
    );
}
