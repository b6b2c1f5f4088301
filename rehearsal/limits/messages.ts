import { aws, json, length, oneOf, range, rule } from "./kinds.ts";
import { textOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const topic = aws("sns", "Topic");
const topicPolicy = aws("sns", "TopicPolicy");
const subscription = aws("sns", "TopicSubscription");
const queue = aws("sqs", "Queue");

const createQueue = api("sqs", "CreateQueue");
const protocols = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];

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
    ...fifoName(queue, "fifoQueue", 80, createQueue),
    range(queue, "delaySeconds", 0, 900, createQueue),
    range(queue, "maxMessageSize", 1024, 1048576, createQueue),
    range(queue, "messageRetentionSeconds", 60, 1209600, createQueue),
    range(queue, "receiveWaitTimeSeconds", 0, 20, createQueue),
    range(queue, "visibilityTimeoutSeconds", 0, 43200, createQueue),
    range(queue, "kmsDataKeyReusePeriodSeconds", 60, 86400, createQueue),
];
