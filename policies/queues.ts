import * as aws from "@pulumi/aws";
import { inNaming } from "./edits.ts";
import type { Node, ResourceClass } from "./graph.ts";
import { isLeftOut, referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

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
    const sources: Node<any>[] = [queue, ...stack.naming(queue, "queueUrl", RedrivePolicy)];
    return sources.flatMap((source) => queuesIn(source, "redrivePolicy", stack));
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
