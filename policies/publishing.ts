import * as aws from "@pulumi/aws";
import { inJson } from "./edits.ts";
import type { Node, ResourceClass } from "./graph.ts";
import { allowedBy, conditionsOf, statementsOf, type Statement } from "./iam.ts";
import { ownKeys } from "./keys.ts";
import { isLeftOut } from "./references.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf } from "./values.ts";

const cloudwatch = "cloudwatch.amazonaws.com";
/** What CloudWatch asks of an encrypted topic's key (SNS Developer Guide, "Key management"; read 2026-11-23). */
const withKey = ["kms:GenerateDataKey*", "kms:Decrypt"];

/** The alarms that tell a topic, by itself or by its policy, from which it has its ARN. */
export function tellersOf(topic: Node<any>, stack: Stack): Node<any>[] {
    const ways = [topic, ...stack.naming(topic, "arn", aws.sns.TopicPolicy)];
    const types: ResourceClass[] = [aws.cloudwatch.MetricAlarm, aws.cloudwatch.CompositeAlarm];
    return ways.flatMap((way) => types.flatMap((type) => stack.surelyNaming(way, "alarmActions", type)));
}

/** The topics that a property names, by themselves or by their policies. */
export function topicsOf(node: Node<any>, property: string, stack: Stack): Node<any>[] {
    const policies = stack.named(node, property, aws.sns.TopicPolicy);
    const byPolicy = policies.flatMap((one) => stack.named(one, "arn", aws.sns.Topic));
    return [...stack.named(node, property, aws.sns.Topic), ...byPolicy];
}

/** Why no alarm can tell a topic; nothing where it can, or where none does. */
export function whyUntellable(topic: Node<any>, stack: Stack): string | undefined {
    const policies = stack.naming(topic, "arn", aws.sns.TopicPolicy);
    if (tellersOf(topic, stack).length === 0) return undefined;
    // SNS's own policy, where there is none, lets this account's alarms in.
    if (!policies.every(({ props }) => mayAlarm(props.policy, "sns:Publish")))
        return "CloudWatch may not publish to it: no alarm gets through.";
    // One that nobody knows is for topics-encrypted to refuse.
    const keys = isLeftOut(topic, "kmsMasterKeyId") ? [] : ownKeys(topic, "kmsMasterKeyId", stack);
    const isOpen = ({ props }: Node<any>) =>
        !isOff(props.isEnabled) && withKey.every((action) => mayAlarm(props.policy, action));
    const locked = keys.find((key) => !isOpen(key));
    return locked && `CloudWatch may not use its key, ${locked.name}: no alarm gets through.`;
}

/** Why a service that comes without conditions can't tell a topic; nothing where it can. SNS's own policy lets in none. */
export function whyClosedTo(topic: Node<any>, service: string, stack: Stack): string | undefined {
    const lets = ({ props }: Node<any>, action: string) =>
        allowedBy(props.policy).some(
            (one) =>
                !one.Condition &&
                JSON.stringify(one.Principal ?? {}).includes(`"${service}"`) &&
                listOf(one.Action).some((each) => covers(each, action)),
        );
    const policies = stack.naming(topic, "arn", aws.sns.TopicPolicy);
    if (!policies.some((one) => lets(one, "sns:Publish")))
        return `${service} may not publish to ${topic.name}.`;
    const keys = isLeftOut(topic, "kmsMasterKeyId") ? [] : ownKeys(topic, "kmsMasterKeyId", stack);
    const locked = keys.find((key) => !withKey.every((action) => lets(key, action)));
    return locked && `${service} may not use ${locked.name}, the key of ${topic.name}.`;
}

function mayAlarm(policy: unknown, action: string): boolean {
    const isIts = (one: Statement) =>
        isCloudwatch(one) && listOf(one.Action).some((each) => covers(each, action));
    const isHindered = statementsOf(policy).some(
        (one) => one.Effect === "Deny" && isIts(one) && !one.Condition,
    );
    return !isHindered && allowedBy(policy).some((one) => isIts(one) && holds(one));
}

function isCloudwatch({ Principal }: Statement): boolean {
    const names = typeof Principal === "string" ? [Principal] : Object.values(Principal ?? {}).flat();
    return names.includes(cloudwatch) || names.includes("*");
}

function covers(given: string, action: string): boolean {
    return given === "*" || given === action || given === `${action.split(":")[0]}:*`;
}

/** An alarm comes with its own ARN, of the account that its topic is in. */
function holds({ Condition = {}, Resource }: Statement): boolean {
    const [, account] = /^arn:[^:]*:sns:[^:]*:(\d{12}):/.exec(listOf(Resource)[0] ?? "") ?? [];
    return conditionsOf(Condition).every(([, key, values]) => {
        if (!/^aws:SourceArn$/i.test(key))
            return values.some((one) => !account || one === account || one === "*");
        const own = new RegExp(`:cloudwatch:[^:]*:(\\*|${account ?? "\\d{12}"}):alarm:|^\\*$`);
        return values.some((one) => own.test(one));
    });
}

const isAlarms = ({ Principal }: Statement) => JSON.stringify(Principal).includes("cloudwatch");
/** Takes out of a policy what alarms may do; or lets in those of another account instead. */
export const closed = inJson("policy", ({ Statement: all }) => all.splice(all.findIndex(isAlarms), 1));
export const foreign = inJson("policy", ({ Statement }) => {
    Statement.find(isAlarms).Condition = { StringEquals: { "aws:SourceAccount": "999999999999" } };
});
