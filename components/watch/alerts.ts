import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamDecides, policyOf } from "../parts/rights.ts";

export interface AlertsArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** What the name of the topic and the alias of its key start with. */
    prefix: string;
    /** Who is told, once that person has confirmed the subscription: AWS sends a link. */
    email: string;
}

/** Alarms, what EventBridge is told to pass on, and what AWS Backup says of its jobs. */
const services = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "backup.amazonaws.com"];

/** The one place that an alert is sent to, and the people who hear it. */
export class Alerts extends pulumi.ComponentResource {
    /** Known when those who send may do so. */
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Alerts", name, {}, opts);
        const { accountId, prefix, email } = args;
        const topicName = `${prefix}-alerts`;
        const child = { parent: this };
        const key = new aws.kms.Key(
            name,
            {
                description: "Alerts",
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: keyPolicy(accountId),
            },
            child,
        );
        new aws.kms.Alias(name, { name: `alias/${topicName}`, targetKeyId: key.keyId }, child);
        const topic = new aws.sns.Topic(name, { name: topicName, kmsMasterKeyId: key.arn }, child);
        const policy = new aws.sns.TopicPolicy(
            name,
            { arn: topic.arn, policy: topicPolicy(topic.arn) },
            child,
        );
        new aws.sns.TopicSubscription(
            name,
            {
                topic: topic.arn,
                protocol: "email",
                endpoint: email,
                // AWS Backup tells every end of a job, in this attribute, and others have no such attribute. A mail a
                // night that all is well is a mail that nobody reads.
                filterPolicy: JSON.stringify({ State: [{ "anything-but": "COMPLETED" }, { exists: false }] }),
            },
            child,
        );
        this.topicArn = policy.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}

// AWS documents AWS Backup's without a condition on who calls, and a condition that doesn't hold loses every alert. It
// refuses a topic of another account itself (Developer Guide, "Notification options with AWS Backup").
const Principal = { Service: services };

function keyPolicy(accountId: pulumi.Input<string>): pulumi.Output<string> {
    // What a service needs to publish to an encrypted topic (SNS Developer Guide, "Key management").
    const publish = ["kms:GenerateDataKey*", "kms:Decrypt"];
    return policyOf([
        iamDecides(accountId),
        { Sid: "ServicesPublish", Effect: "Allow", Principal, Action: publish, Resource: "*" },
    ]);
}

function topicPolicy(topicArn: pulumi.Output<string>): pulumi.Output<string> {
    return policyOf([
        { Sid: "ServicesPublish", Effect: "Allow", Principal, Action: "sns:Publish", Resource: topicArn },
    ]);
}
