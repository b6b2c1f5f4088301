import { isObject, type Properties, type Value } from "../values.ts";
import { aws, json, length, oneOf, range, rule } from "./kinds.ts";
import { jsonOf, numberOf, textOf, type Limit } from "./row.ts";
import { api, page } from "./sources.ts";

const topic = aws("sns", "Topic");
const topicPolicy = aws("sns", "TopicPolicy");
const subscription = aws("sns", "TopicSubscription");
const queue = aws("sqs", "Queue");
const queuePolicy = aws("sqs", "QueuePolicy");
const redriveAllow = aws("sqs", "RedriveAllowPolicy");

const createQueue = api("sqs", "CreateQueue");
const retries = page(
    "https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html",
    "2026-11-23",
);
const protocols = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];

/** The members of a JSON document in text; none where it is not known, or no object. */
function membersOf(value: Value): Properties {
    const document = jsonOf(value);
    return "value" in document && isObject(document.value) ? document.value : {};
}

/** What SNS refuses of how it is told to try again; without a number it takes 20 seconds, and 3 times. */
function whyImpatient(policy: Value | undefined, protocol: Value | undefined): string | undefined {
    if (!isObject(policy)) return undefined;
    if (textOf(protocol)?.startsWith("http") === false) return "is for http and https alone; leave it out";
    const { numRetries = 3, maxDelayTarget = 20 } = policy;
    const [times, seconds] = [numberOf(numRetries) ?? 0, numberOf(maxDelayTarget) ?? 0];
    if (times > 100) return `tries ${times} times again; use 100 or fewer`;
    // Those of equal distance; of others SNS reckons the sum by their curve.
    const { minDelayTarget = 20 } = policy;
    return numberOf(minDelayTarget) === seconds && times * seconds > 3600
        ? `tries again for ${times * seconds} seconds; use 3600 or fewer in all`
        : undefined;
}

function retrying(protocol: string, numRetries: number, seconds = 20): Properties {
    const healthyRetryPolicy = { minDelayTarget: seconds, maxDelayTarget: seconds, numRetries };
    return { protocol, deliveryPolicy: JSON.stringify({ healthyRetryPolicy }) };
}

/** A policy that lets so many queues leave dead letters. */
function allowing(redrivePermission: string, queues: number): Properties {
    const arns = Array.from({ length: queues }, (_, n) => `arn:aws:sqs:us-east-1:123456789012:orders-${n}`);
    const sources = queues > 0 ? { sourceQueueArns: arns } : {};
    return { redriveAllowPolicy: JSON.stringify({ redrivePermission, ...sources }) };
}

/** A queue's or a topic's name; one that is FIFO ends in .fifo. */
function fifoName(type: string, flag: string, max: number, source: string): Limit[] {
    return [
        length(type, "name", 1, max, source),
        rule(
            type,
            "name",
            "alphabet",
            source,
            (value, inputs) => {
                const text = textOf(value) ?? "a";
                const fifo = inputs[flag] === true;
                if (text === "") return undefined;
                if (fifo && !text.endsWith(".fifo")) return `is "${text}"; a FIFO name ends in .fifo`;
                const bare = fifo ? text.slice(0, -5) : text;
                return /^[\w-]+$/.test(bare)
                    ? undefined
                    : `is "${text}"; use letters, digits, hyphens and underscores`;
            },
            [{ name: "orders_1-a" }, { name: "orders.fifo", [flag]: true }],
            [{ name: "orders.fifo" }, { name: "orders", [flag]: true }, { name: "orders 1" }],
        ),
    ];
}

export const messages: Limit[] = [
    ...fifoName(topic, "fifoTopic", 256, api("sns", "CreateTopic")),
    json(topicPolicy, "policy", api("sns", "SetTopicAttributes")),
    oneOf(subscription, "protocol", protocols, api("sns", "Subscribe")),
    json(subscription, "filterPolicy", api("sns", "SetSubscriptionAttributes")),
    json(subscription, "redrivePolicy", api("sns", "SetSubscriptionAttributes")),
    rule(
        subscription,
        "deliveryPolicy",
        "retries",
        retries,
        (value, { protocol }) => whyImpatient(membersOf(value).healthyRetryPolicy, protocol),
        [retrying("https", 90), retrying("https", 100)],
        [retrying("https", 101), retrying("sqs", 3), retrying("https", 61, 60)],
    ),
    ...fifoName(queue, "fifoQueue", 80, createQueue),
    range(queue, "delaySeconds", 0, 900, createQueue),
    range(queue, "maxMessageSize", 1024, 1048576, createQueue),
    range(queue, "messageRetentionSeconds", 60, 1209600, createQueue),
    range(queue, "receiveWaitTimeSeconds", 0, 20, createQueue),
    range(queue, "visibilityTimeoutSeconds", 0, 43200, createQueue),
    range(queue, "kmsDataKeyReusePeriodSeconds", 60, 86400, createQueue),
    rule(
        queue,
        "redrivePolicy",
        "count",
        `${createQueue}; @pulumi/aws 7.48.0 sqs/queue.d.ts`,
        (value) => {
            const count = membersOf(value).maxReceiveCount ?? 1;
            const isGood = typeof count === "number" && count >= 1;
            return isGood ? undefined : `has a maxReceiveCount of ${JSON.stringify(count)}; use 1 or more`;
        },
        [1].map((maxReceiveCount) => ({ redrivePolicy: JSON.stringify({ maxReceiveCount }) })),
        [0, "5"].map((maxReceiveCount) => ({ redrivePolicy: JSON.stringify({ maxReceiveCount }) })),
    ),
    json(queuePolicy, "policy", createQueue),
    rule(
        redriveAllow,
        "redriveAllowPolicy",
        "sources",
        createQueue,
        (value) => {
            const { redrivePermission: permission, sourceQueueArns: arns } = membersOf(value);
            if (permission === undefined) return undefined;
            if (!["allowAll", "denyAll", "byQueue"].includes(permission as string))
                return `has redrivePermission ${JSON.stringify(permission)}; use allowAll, denyAll or byQueue`;
            const count = Array.isArray(arns) ? arns.length : 0;
            if (permission !== "byQueue")
                return count > 0 ? "names queues; use byQueue with them" : undefined;
            return count < 1 || count > 10 ? `names ${count} queues; use 1 to 10` : undefined;
        },
        [allowing("denyAll", 0), allowing("byQueue", 1), allowing("byQueue", 10)],
        [allowing("all", 0), allowing("allowAll", 1), allowing("byQueue", 0), allowing("byQueue", 11)],
    ),
];
