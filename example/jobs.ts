import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { query, type Database } from "./database.ts";
import { log, reasonOf } from "./log.ts";
import { text } from "./settings.ts";
import { called, carried } from "../images/collector/spans.ts";

export const Job = z.object({ orderId: z.uuid(), correlationId: z.string() });
export type Job = z.infer<typeof Job>;

const QueueUrl = text("JOBS_QUEUE_URL");
const sqs = new SQSClient({ requestHandler: { connectionTimeout: 3_000, socketTimeout: 3_000 } });

/** Sends the job of an order that is committed. What fails is sent by `sendLate`; what is sent twice is shipped once. */
export async function send(db: Database, job: Job): Promise<void> {
    try {
        const sent = { QueueUrl, MessageBody: JSON.stringify(job) };
        await called("SQS", () => sqs.send(new SendMessageCommand({ ...sent, ...carried() })));
        await query(db, "UPDATE orders SET queued_at = now() WHERE id = $1", [job.orderId]);
    } catch (error) {
        log("warn", "job not sent yet", { correlationId: job.correlationId, ...reasonOf(error) });
    }
}

/** Jobs of orders that came some seconds ago and whose task ended, or had no queue, before it sent them. */
export async function sendLate(db: Database, seconds: number): Promise<void> {
    const statement = `SELECT id AS "orderId", coalesce(correlation_id, '') AS "correlationId" FROM orders
        WHERE queued_at IS NULL AND created_at < now() - make_interval(secs => $1) ORDER BY created_at LIMIT 100`;
    for (const job of await query<Job>(db, statement, [seconds])) await send(db, job);
}
