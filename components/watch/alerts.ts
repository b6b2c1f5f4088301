import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "../parts/alarm.ts";
import { edgeRegion } from "../parts/edge-region.ts";
import type { Account } from "../parts/rights.ts";
import { undelivered } from "../parts/undelivered.ts";
import { keyOf, leaving, topicPolicy } from "./alerts/policies.ts";

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
/**
 * A service that can't be reached is tried every 20 seconds for half an hour, instead of three times in a minute: AWS
 * allows an hour, and 100 times (SNS Developer Guide, "Amazon SNS message delivery retries"; read 2026-11-23).
 */
const patience = { minDelayTarget: 20, maxDelayTarget: 20, numRetries: 90 };

/** The two places that an alert is sent to, and the people who hear it: what can wait for the morning, and what can't. */
export class Alerts extends pulumi.ComponentResource {
    readonly heard: {
        /** Known when those who send may do so. */
        alertsTopicArn: pulumi.Output<string>;
        /** The same, where a person is to be woken. */
        pageTopicArn: pulumi.Output<string>;
        /** The first, for alarms of the region in which the edge is: an alarm tells topics of its own region alone. */
        edgeTopicArn: pulumi.Output<string>;
        /** The queue of what reached nobody. */
        unheardAlertsArn: pulumi.Output<string>;
    };

    constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Alerts", name, {}, opts);
        const { prefix, email, accountId, region } = args;
        const child = { parent: this };
        const pagesName = `${prefix}-pages`;
        const key = new aws.kms.Key(name, keyOf(args, pagesName), child);
        new aws.kms.Alias(name, { name: `alias/${prefix}-alerts`, targetKeyId: key.keyId }, child);
        const alerts = this.topic(name, `${prefix}-alerts`, key, args);
        const mail = { protocol: "email", endpoint: email };
        new aws.sns.TopicSubscription(name, { topic: alerts.arn, ...mail, filterPolicy }, child);
        const pages = this.topic(`${name}-pages`, pagesName, key, args);
        new aws.sns.TopicSubscription(`${name}-pages`, { topic: pages.arn, ...mail }, child);
        const letters = undelivered(this, name, {
            ...{ accountId, region, of: `${prefix}-alerts`, kmsKeyArn: key.arn },
            from: (to) => leaving(args, pagesName, to),
        });
        this.wake(`${name}-pager`, args.pager, pages.arn, letters);
        for (const [way, topic] of Object.entries({ alerts, pages })) this.drill(prefix, way, topic.allowed);
        const [alertsTopicArn, pageTopicArn] = [alerts.allowed, pages.allowed];
        alarm(this, { prefix, alertsTopicArn }, `${name}-undelivered`, {
            alarmDescription: `Somebody was to be told of something, or to be woken, and AWS could not: what was to be said waits in a queue. ${page}`,
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: letters.name },
            // SQS tells nothing of a queue that nobody uses.
            ...{ statistic: "Maximum", period: 300, evaluationPeriods: 1, threshold: 0, withinMinutes: 10 },
        });
        const edgeTopicArn = region === edgeRegion ? alertsTopicArn : this.atTheEdge(name, args);
        this.heard = { alertsTopicArn, pageTopicArn, edgeTopicArn, unheardAlertsArn: letters.arn };
        this.registerOutputs({ alertsTopicArn, pageTopicArn });
    }

    /** By what wakes a person, where that is more than the mail. */
    private wake(name: string, pager: string, topic: pulumi.Output<string>, letters: Letters): void {
        if (pager === "") return;
        const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: letters.arn });
        const after = { parent: this, dependsOn: [letters.open] };
        new aws.sns.TopicSubscription(name, { topic, ...paged(pager), redrivePolicy }, after);
    }

    /** Never rings by itself: a drill sets its state, and no alarm that somebody relies on is touched. */
    private drill(prefix: string, way: string, topicArn: pulumi.Output<string>, there = {}) {
        new aws.cloudwatch.CompositeAlarm(
            `drill-${way}`,
            {
                alarmName: `${prefix}-drill-${way}`,
                alarmDescription: `A DRILL: nothing is wrong. Whoever runs npm run alarm-drill waits for the code in the reason of this alarm. ${page}`,
                alarmRule: "FALSE",
                alarmActions: [topicArn],
                okActions: [topicArn],
                ...there,
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
        this.drill(args.prefix, "edge", allowed, there);
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

type Letters = ReturnType<typeof undelivered>;

/** A service that calls confirms by itself, or the deployment fails: nobody else could follow the link. */
function paged(pager: string) {
    const endpoint = pulumi.secret(pager);
    const deliveryPolicy = JSON.stringify({ healthyRetryPolicy: patience });
    if (pager.startsWith("https://"))
        return { protocol: "https", endpoint, endpointAutoConfirms: true, deliveryPolicy };
    return { protocol: pager.startsWith("+") ? "sms" : "email", endpoint };
}
