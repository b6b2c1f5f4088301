import * as aws from "@pulumi/aws";
import { inNaming } from "./edits.ts";
import { ifKnown, type Node, type ResourceClass } from "./graph.ts";
import { isLeftOut, isSet, referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { numberOf } from "./values.ts";

const { Queue, RedrivePolicy } = aws.sqs;

/** What else hands over what it can't deliver, and the property that says to which queue. */
const others: [ResourceClass, string][] = [
    [aws.cloudwatch.EventBus, "deadLetterConfig"],
    [aws.cloudwatch.EventTarget, "deadLetterConfig"],
    [aws.lambda.Function, "deadLetterConfig"],
    [aws.sns.TopicSubscription, "redrivePolicy"],
];

/** The queues of this stack that a property names, by ARN: as it is, in a JSON document, or by what it comes from. */
export function queuesIn(node: Node<any>, property: string, stack: Stack): Node<any>[] {
    const { texts, unknowns } = referenceOf(node, property);
    const arns = texts.flatMap((text) => [...text.matchAll(/arn:[\w-]+:sqs:[\w-]*:\d*:([\w.-]+)/g)]);
    const names = arns.map(([, name]) => name);
    const called: Node<any>[] = stack.all(Queue).filter(({ props }) => names.includes(props.name));
    const isOpen = unknowns > 0 && !isLeftOut(node, property);
    return isOpen ? [...called, ...stack.named(node, property, Queue)] : called;
}

/** The queues to which this one hands what failed time and again. */
export function deadLettersOf(queue: Node<any>, stack: Stack): Node<any>[] {
    return redrivingOf(queue, stack).flatMap((source) => queuesIn(source, "redrivePolicy", stack));
}

/** Seconds in which a job that fails each time has to be where people look. */
const day = 86_400;

/**
 * Why a queue tries a message too seldom, or for too long. With one try, a worker that is stopped makes a dead letter of
 * what it had, and so does an answer of SQS that got lost (SQS Developer Guide, "Avoiding inconsistent message processing":
 * not 1). Until the last try nobody hears: after three, the age of the oldest message leaves one out (CloudWatch metrics
 * for Amazon SQS). The five that AWS recommends may take as long as they do (Lambda Developer Guide, "Using Lambda with
 * Amazon SQS"). Read on 2026-11-23.
 */
export function whyMistried(queue: Node<any>, stack: Stack): string | undefined {
    const seconds = numberOf(queue.props.visibilityTimeoutSeconds ?? 30);
    for (const { props } of redrivingOf(queue, stack)) {
        // Where the text is known after the deployment only, so is the number in it.
        const text = ifKnown(() => String(props.redrivePolicy));
        if (text === undefined) continue;
        const { maxReceiveCount } = JSON.parse(text) as { maxReceiveCount?: unknown };
        const tries = numberOf(maxReceiveCount);
        if (!(tries >= 2))
            return `It gives up a job after ${maxReceiveCount} try: one worker that is stopped.`;
        if (tries > 5 && tries * seconds > day)
            return `It tries what fails each time ${maxReceiveCount} times, ${seconds} seconds each: nobody hears for days.`;
    }
    return undefined;
}

/** What says to where it hands what failed: itself, or one beside it. */
function redrivingOf(queue: Node<any>, stack: Stack): Node<any>[] {
    const sources: Node<any>[] = [queue, ...stack.naming(queue, "queueUrl", RedrivePolicy)];
    return sources.filter((one) => isSet(one.props, "redrivePolicy") && !isLeftOut(one, "redrivePolicy"));
}

/** Whether anything of this stack leaves there what it can't deliver. */
export function takesDeadLetters(queue: Node<any>, stack: Stack): boolean {
    const found = [
        ...stack.all(Queue).flatMap((one) => deadLettersOf(one, stack)),
        ...others.flatMap(([type, property]) =>
            stack.all(type).flatMap((one) => queuesIn(one, property, stack)),
        ),
    ];
    return found.some(({ urn }) => urn === queue.urn);
}

/** Edits the policy of a queue that says nothing but no: one that lets a service in is missed by more rules than one. */
export function inDenialAlone(edit: Edit): Edit {
    return inNaming(aws.sqs.QueuePolicy, "queueUrl", (one, nodes) => {
        const { Statement } = JSON.parse(String(one.props.policy)) as { Statement: unknown[] };
        if (Statement.length === 1) edit(one, nodes);
    });
}
