import {
    ChangeMessageVisibilityBatchCommand,
    GetQueueAttributesCommand,
    ReceiveMessageCommand,
    type Message,
    type SQSClient,
} from "@aws-sdk/client-sqs";
import { asked } from "./cloud.ts";

/** Seconds that a message is hidden from others while we look; should we be killed, it is back after them. */
const HIDDEN_SECONDS = 60;
/** The most that SQS hands out at once. */
const BATCH = 10;
/** SQS asks some of its servers alone, so an empty answer is no end. */
const EMPTY_ANSWERS = 2;

export interface Queue {
    arn: string;
    /** About: SQS counts its servers in turn. */
    waiting: number;
    /** Hidden by somebody who works on them, or looks. */
    hidden: number;
    retentionSeconds: number;
}

export async function queueAt(sqs: SQSClient, QueueUrl: string): Promise<Queue> {
    const question = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    const { Attributes = {} } = await asked("sqs:GetQueueAttributes", sqs.send(question));
    return {
        arn: Attributes.QueueArn ?? "",
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        retentionSeconds: Number(Attributes.MessageRetentionPeriod ?? 0),
    };
}

/**
 * Shows messages to `look` until it has enough (true) or there are no more, and hands all of them back but those that it
 * wants kept: looking loses nothing, and hides a message for as long as it takes.
 */
export async function looked(
    sqs: SQSClient,
    QueueUrl: string,
    look: (message: Message) => boolean,
): Promise<Message | undefined> {
    const seen = new Map<string, Message>();
    let found: Message | undefined;
    try {
        for (let empty = 0; found === undefined && empty < EMPTY_ANSWERS;) {
            const batch = await received(sqs, QueueUrl);
            const fresh = batch.filter(({ MessageId = "" }) => !seen.has(MessageId));
            // Those that come a second time have waited out their hiding: we have been round.
            empty = fresh.length === 0 ? empty + 1 : 0;
            for (const message of batch) seen.set(message.MessageId ?? "", message);
            found = fresh.find(look);
        }
        return found;
    } finally {
        await handedBack(
            sqs,
            QueueUrl,
            [...seen.values()].filter((message) => message !== found),
        );
    }
}

async function received(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
    const question = new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: BATCH, VisibilityTimeout: HIDDEN_SECONDS, WaitTimeSeconds: 1 },
        ...{ MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] },
    });
    return (await asked("sqs:ReceiveMessage", sqs.send(question))).Messages ?? [];
}

export async function handedBack(sqs: SQSClient, QueueUrl: string, messages: Message[]): Promise<void> {
    for (let at = 0; at < messages.length; at += BATCH) {
        const Entries = messages.slice(at, at + BATCH).map(({ ReceiptHandle }, index) => ({
            ...{ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 },
        }));
        const change = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
        await asked("sqs:ChangeMessageVisibility", sqs.send(change));
    }
}
