import * as aws from "@pulumi/aws";
import { inFound, inJson } from "./edits.ts";
import { tokenOf, type Node, type ResourceClass } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import { queuesIn } from "./queues.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

const { QueuePolicy } = aws.sqs;
const letters = "deadLetterConfig";

/** What hands things over that it may not get rid of. */
export const carriers: ResourceClass[] = [aws.cloudwatch.EventTarget, aws.sns.TopicSubscription];

/**
 * Why what a target or a subscription can't deliver is lost; nothing where it waits in a queue that the service may fill,
 * and of mail: whoever gets none would be told so by mail.
 */
export function whyLost(node: Node<any>, stack: Stack): string | undefined {
    const isTarget = node.type === tokenOf(aws.cloudwatch.EventTarget);
    if (!isTarget && /^email/.test(String(node.props.protocol))) return undefined;
    const [property, service] = isTarget ? [letters, "events"] : ["redrivePolicy", "sns"];
    const queues = queuesIn(node, property, stack);
    if (queues.length === 0) return "What it can't deliver is lost.";
    const isIn = policiesOf(queues, stack).some(({ props }) =>
        allowedBy(props.policy).some(({ Principal, Action }) => {
            const who = typeof Principal === "object" ? listOf(Principal.Service) : [];
            const isSending = listOf(Action).some((one) => /^sqs:(SendMessage|\*)$/i.test(one));
            return who.includes(`${service}.amazonaws.com`) && isSending;
        }),
    );
    return isIn ? undefined : `${service}.amazonaws.com may leave nothing in its queue.`;
}

/** Edits a target that shares its queue: one in which nobody leaves letters is a fault of its own. */
export function sharing(edit: Edit): Edit {
    const queueOf = ({ props }: Node) => JSON.stringify(props[letters]);
    return (node, nodes) => {
        const all = nodes.filter(({ props }) => props[letters] !== undefined);
        if (all.filter((one) => queueOf(one) === queueOf(node)).length > 1) edit(node, nodes);
    };
}

/** Lets nobody leave letters in the queue of a target. */
export const letInNobody = inFound(
    (node, stack) => policiesOf(queuesIn(node, letters, stack), stack),
    inJson("policy", (policy) => (policy.Statement = policy.Statement.slice(-1))),
);

function policiesOf(queues: Node<any>[], stack: Stack): Node<any>[] {
    return queues.flatMap((queue) => stack.naming(queue, "queueUrl", QueuePolicy));
}
