import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, iamDecides, mayFor, policyOf, type Account } from "../parts/rights.ts";

export interface AlertsArgs extends Account {
    /** What the names of the topics and the alias of their key start with. */
    prefix: string;
    /** Who is told, once that person has confirmed the subscriptions: AWS sends a link for each. */
    email: string;
    /**
     * What wakes a person: `https://` of a service that calls (its address is its key, so it is kept secret), a telephone
     * number for a message, or another e-mail address. "" for nothing: then a page is one more e-mail.
     */
    pager: string;
}

// AWS Backup tells every end of a job, in this attribute, and others have no such attribute. A mail a night that all is
// well is a mail that nobody reads.
const filterPolicy = JSON.stringify({ State: [{ "anything-but": "COMPLETED" }, { exists: false }] });

const page = "docs/runbooks/users-are-hurt.md";
/** CloudFront's numbers are in this region, and so is its certificate. */
const edgeRegion = "us-east-1";

/** The two places that an alert is sent to, and the people who hear it: what can wait for the morning, and what can't. */
export class Alerts extends pulumi.ComponentResource {
    /** Known when those who send may do so. */
    readonly alertsTopicArn: pulumi.Output<string>;
    /** The same, where a person is to be woken. */
    readonly pageTopicArn: pulumi.Output<string>;
    /** The first, for alarms of the region in which the edge is: an alarm tells topics of its own region alone. */
    readonly edgeTopicArn: pulumi.Output<string>;

    constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Alerts", name, {}, opts);
        const { prefix, email, pager } = args;
        const child = { parent: this };
        const key = new aws.kms.Key(name, keyOf(args), child);
        new aws.kms.Alias(name, { name: `alias/${prefix}-alerts`, targetKeyId: key.keyId }, child);
        const alerts = this.topic(name, `${prefix}-alerts`, key, args);
        const mail = { protocol: "email", endpoint: email };
        new aws.sns.TopicSubscription(name, { topic: alerts.arn, ...mail, filterPolicy }, child);
        const pages = this.topic(`${name}-pages`, `${prefix}-pages`, key, args);
        new aws.sns.TopicSubscription(`${name}-pages`, { topic: pages.arn, ...mail }, child);
        if (pager !== "")
            new aws.sns.TopicSubscription(`${name}-pager`, { topic: pages.arn, ...paged(pager) }, child);
        for (const [way, topic] of Object.entries({ alerts, pages })) this.drill(prefix, way, topic.allowed);
        this.alertsTopicArn = alerts.allowed;
        this.edgeTopicArn = args.region === edgeRegion ? this.alertsTopicArn : this.atTheEdge(name, args);
        this.pageTopicArn = pages.allowed;
        this.registerOutputs({ alertsTopicArn: this.alertsTopicArn, pageTopicArn: this.pageTopicArn });
    }

    /** Never rings by itself: a drill sets its state, and no alarm that somebody relies on is touched. */
    private drill(prefix: string, way: string, topicArn: pulumi.Output<string>) {
        new aws.cloudwatch.CompositeAlarm(
            `drill-${way}`,
            {
                alarmName: `${prefix}-drill-${way}`,
                alarmDescription: `A DRILL: nothing is wrong. Whoever runs npm run alarm-drill waits for the code in the reason of this alarm. ${page}`,
                alarmRule: "FALSE",
                alarmActions: [topicArn],
                okActions: [topicArn],
            },
            { parent: this },
        );
    }

    /** The same there, with a key of its own: whoever is told confirms once more. */
    private atTheEdge(name: string, { email, ...args }: AlertsArgs): pulumi.Output<string> {
        const [there, edge] = [{ region: edgeRegion }, `${name}-edge`];
        const account = { ...args, ...there };
        const key = new aws.kms.Key(edge, { ...keyOf(account), ...there }, { parent: this });
        const { arn: topic, allowed } = this.topic(edge, `${args.prefix}-alerts`, key, account, there);
        const mail = { topic, protocol: "email", endpoint: email, ...there };
        new aws.sns.TopicSubscription(edge, mail, { parent: this });
        return allowed;
    }

    private topic(name: string, topicName: string, key: aws.kms.Key, account: Account, there = {}) {
        const child = { parent: this };
        const own = { name: topicName, kmsMasterKeyId: key.arn, ...there };
        const { arn } = new aws.sns.Topic(name, own, child);
        const policy = topicPolicy(topicName, account);
        const allowed = new aws.sns.TopicPolicy(name, { arn, policy, ...there }, child).arn;
        return { arn, allowed };
    }
}

/** A service that calls confirms by itself, or the deployment fails: nobody else could follow the link. */
function paged(pager: string) {
    const endpoint = pulumi.secret(pager);
    if (pager.startsWith("https://")) return { protocol: "https", endpoint, endpointAutoConfirms: true };
    return { protocol: pager.startsWith("+") ? "sms" : "email", endpoint };
}

/** Whom the topics and their key are open to: alarms, what EventBridge is told to pass on, what AWS Backup says of jobs. */
function open(
    account: Account,
    to: Pick<aws.iam.PolicyStatement, "Action" | "Resource">,
): aws.iam.PolicyStatement[] {
    // CloudWatch says whose alarm it is, to the topic (SNS Developer Guide, "Example cases for Amazon SNS access control")
    // and to its key (AWS's Modern Data Architecture Accelerator, grantCloudWatchAlarmsTopicAccess).
    const alarms = here(account, "cloudwatch", "alarm:*");
    // A condition that doesn't hold loses every alert. EventBridge: "You can't use Condition blocks in Amazon SNS topic
    // policies" (User Guide, "Troubleshooting"), and in the key's they are "not supported for EventBridge-to-encrypted
    // topics" (SNS Developer Guide, "Key management"). AWS Backup's are documented without; it refuses a topic of another
    // account itself (Developer Guide, "Notification options with AWS Backup").
    const silent = { Service: ["events.amazonaws.com", "backup.amazonaws.com"] };
    return [
        mayFor("cloudwatch.amazonaws.com", account.accountId, alarms, { Sid: "AlarmsPublish", ...to }),
        { Sid: "ServicesPublish", Effect: "Allow", Principal: silent, ...to },
    ];
}

function keyOf(account: Account): aws.kms.KeyArgs {
    const kept = { enableKeyRotation: true, deletionWindowInDays: 30 };
    return { description: "Alerts", ...kept, policy: keyPolicy(account) };
}

function keyPolicy(account: Account): pulumi.Output<string> {
    // What a service needs to publish to an encrypted topic (SNS Developer Guide, "Key management").
    const publish = ["kms:GenerateDataKey*", "kms:Decrypt"];
    return policyOf([iamDecides(account.accountId), ...open(account, { Action: publish, Resource: "*" })]);
}

function topicPolicy(topicName: string, account: Account): pulumi.Output<string> {
    // Written out: rules read it at preview.
    return policyOf(open(account, { Action: "sns:Publish", Resource: here(account, "sns", topicName) }));
}
