import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm, type Alerting } from "../parts/alarm.ts";
import { mayFor } from "../parts/rights.ts";
import { undelivered } from "../parts/undelivered.ts";

export interface EventsArgs extends Alerting {
    /** Name of the bus, at most 40 letters, digits and . - _; that of the undelivered events ends in `-undelivered`. */
    busName: string;
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The key of events, archive and undelivered events; EventBridge must be allowed to use it. */
    kmsKeyArn: pulumi.Input<string>;
    /** Days that every event is kept, to be played again. @default 30, so that a fault of last month's release can be mended. */
    archiveDays?: number;
}

/**
 * What happened, for whoever wants to know: a service says it once and others react, without the two knowing each
 * other. All events are archived; those that can't be delivered wait in a queue.
 */
export class Events extends pulumi.ComponentResource {
    /** Known before anything is made. */
    readonly busName: pulumi.Output<string>;
    /** Where a rule of this bus leaves what its target refuses (`deadLetterConfig`). */
    readonly undeliveredArn: pulumi.Output<string>;
    readonly undeliveredUrl: pulumi.Output<string>;
    /** What a role needs to say that something happened. */
    readonly toPublish: aws.iam.PolicyStatement[];

    constructor(name: string, args: EventsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Events", name, {}, opts);
        const { busName, archiveDays = 30, accountId, region, kmsKeyArn } = args;
        check(name, busName, archiveDays);
        const child = { parent: this };
        // Written out, and not the resources' own ARNs, which are known after the deployment only: rules read them at preview.
        const arn = (service: string, rest: pulumi.Input<string>) =>
            pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${rest}`;
        const sources = [arn("events", `event-bus/${busName}`), arn("events", `rule/${busName}/*`)];
        const letters = undelivered(this, name, {
            ...{ accountId, region, kmsKeyArn, of: busName },
            // The bus, and the rules on it, leave what they can't deliver (EventBridge User Guide, "Using dead-letter queues").
            from: (to) => [mayFor("events.amazonaws.com", accountId, sources, { Sid: "Undelivered", ...to })],
        });
        this.undeliveredArn = letters.arn;
        this.undeliveredUrl = pulumi.interpolate`https://sqs.${region}.amazonaws.com/${accountId}/${letters.name}`;
        const bus = new aws.cloudwatch.EventBus(
            name,
            { name: busName, kmsKeyIdentifier: kmsKeyArn, deadLetterConfig: { arn: this.undeliveredArn } },
            { parent: this, dependsOn: [letters.open] },
        );
        const source = { eventSourceArn: bus.arn, name: busName };
        const kept = { retentionDays: archiveDays, kmsKeyIdentifier: kmsKeyArn };
        new aws.cloudwatch.EventArchive(name, { ...source, ...kept }, child);
        alarm(this, args, `${name}-undelivered`, {
            alarmDescription:
                "Something happened, and whoever wanted to know was not told. docs/runbooks/events.md",
            ...{
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                statistic: "Maximum",
            },
            dimensions: { QueueName: `${busName}-undelivered` },
            // SQS tells nothing of a queue that nobody uses.
            ...{ period: 300, evaluationPeriods: 1, threshold: 0, withinMinutes: 10 },
        });
        this.busName = bus.name;
        this.toPublish = [
            { Effect: "Allow", Action: "events:PutEvents", Resource: arn("events", `event-bus/${busName}`) },
        ];
        this.registerOutputs({
            busName: this.busName,
            undeliveredArn: this.undeliveredArn,
            undeliveredUrl: this.undeliveredUrl,
        });
    }
}

function check(name: string, busName: string, archiveDays: number): void {
    if (!/^(?!default$)[\w.-]{1,40}$/.test(busName)) {
        throw new Error(
            `${name}: busName is ${busName}; use at most 40 letters, digits and . - _, and not "default".`,
        );
    }
    if (!Number.isInteger(archiveDays) || archiveDays < 1)
        throw new Error(
            `${name}: archiveDays is ${archiveDays}; use 1 or more whole days, for 0 keeps them for ever.`,
        );
}
