/** Ships what was ordered, some jobs at a time, until it is asked to stop. */
import { setTimeout as wait } from "node:timers/promises";
import { SQSClient, type Message } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";
import { open } from "./database.ts";
import { Job } from "./jobs.ts";
import { failed, fault, log } from "./log.ts";
import { ship } from "./orders.ts";
import { text, whole } from "./settings.ts";
import { onStop } from "./stopping.ts";
import { worked } from "../images/collector/spans.ts";

const jobsAtOnce = whole("WORKER_CONCURRENCY", 10, 1, 10);
/** Seconds after which a job goes to another worker if this one no longer says that it works on it. */
const holdSeconds = whole("HOLD_SECONDS", 30, 3, 3_600);
const db = open(text("PGDATABASE"), jobsAtOnce);
/** After an error: a queue that refuses would be asked again at once, dozens of times a second. */
let pause: Promise<void> | undefined;

const consumer = Consumer.create({
    ...{ queueUrl: text("JOBS_QUEUE_URL"), batchSize: jobsAtOnce },
    messageSystemAttributeNames: ["AWSTraceHeader"],
    sqs: new SQSClient({ requestHandler: { connectionTimeout: 3_000, socketTimeout: 25_000 } }),
    ...{ preReceiveMessageCallback: async () => pause, waitTimeSeconds: whole("POLL_SECONDS", 20, 0, 20) },
    ...{ visibilityTimeout: holdSeconds, heartbeatInterval: holdSeconds / 3 },
    // Milliseconds that a stop waits for the last question, which may bring jobs, and for the jobs: as long as ECS lets it.
    pollingCompleteWaitTimeMs: 120_000,
    // A job that takes longer has failed, and is tried again: else it would be held for ever.
    handleMessageTimeout: whole("LONGEST_JOB_SECONDS", 25, 1, 90) * 1_000,
    handleMessage: (message) => worked(message.Attributes?.AWSTraceHeader, () => work(message)),
});

/** A message that it returns is deleted. Any other stays, comes again, and after some tries is a dead letter. */
async function work({ Body = "", ...message }: Message): Promise<Message | undefined> {
    let job: Job | undefined;
    try {
        job = Job.parse(JSON.parse(Body));
        log("info", (await ship(db, job.orderId)) ? "shipped" : "was shipped before", job);
        return message;
    } catch (error) {
        // What a parser says of a body has the beginning of it.
        fault("job failed", job ? error : new Error("No job."), { messageId: message.MessageId, ...job });
    }
}

consumer.on("error", failed("queue")).on("error", () => void (pause = wait(1_000)));
consumer.on("timeout_error", (error, job) => fault("job timed out", error, { messageId: job.MessageId }));
consumer.start();
log("info", "working", { jobsAtOnce });

onStop(whole("STOP_SECONDS", 60, 10, 120) - 5, async () => {
    // Never cut off: what a question brings that nobody waits for any more would be lost from sight for a while.
    await new Promise((done) => void consumer.once("stopped", () => done(true)).stop());
    await db.end();
});
