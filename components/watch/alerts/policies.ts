import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { here, iamDecides, mayFor, policyOf, type Account } from "../../parts/rights.ts";

type To = Pick<aws.iam.PolicyStatement, "Action" | "Resource">;

/** Whom the topics and their key are open to: alarms, what EventBridge is told to pass on, what AWS Backup says of jobs. */
function open(account: Account, to: To): aws.iam.PolicyStatement[] {
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

export function keyOf(account: Account, pagesName?: string): aws.kms.KeyArgs {
    const kept = { enableKeyRotation: true, deletionWindowInDays: 30 };
    return { description: "Alerts", ...kept, policy: keyPolicy(account, pagesName) };
}

function keyPolicy(account: Account, pagesName: string | undefined): pulumi.Output<string> {
    // What a service needs to publish to an encrypted topic (SNS Developer Guide, "Key management"), or to leave a letter
    // in an encrypted queue (the same, "Amazon SNS dead-letter queues"; read 2026-11-23). "*" is the key itself.
    const use = { Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: "*" };
    const leaves = pagesName === undefined ? [] : [ofPages(account, pagesName, use)];
    return policyOf([iamDecides(account.accountId), ...open(account, use), ...leaves]);
}

/** What the topic of pages may do with what nobody took. */
function ofPages(account: Account, pagesName: string, to: To): aws.iam.PolicyStatement {
    const Principal = { Service: "sns.amazonaws.com" };
    const Condition = { ArnEquals: { "aws:SourceArn": here(account, "sns", pagesName) } };
    return { Sid: "PagesLeaveLetters", Effect: "Allow", Principal, ...to, Condition };
}

/** Who leaves letters: the topic of pages, and rules of EventBridge that tell a topic (their guides, on dead-letter queues). */
export function leaving(account: Account, pagesName: string, to: To): aws.iam.PolicyStatement[] {
    const rules = here(account, "events", "rule/*");
    const own = { Sid: "RulesLeaveLetters", ...to };
    return [mayFor("events.amazonaws.com", account.accountId, rules, own), ofPages(account, pagesName, to)];
}

export function topicPolicy(topicName: string, account: Account): pulumi.Output<string> {
    // Written out: rules read it at preview.
    return policyOf(open(account, { Action: "sns:Publish", Resource: here(account, "sns", topicName) }));
}
