import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { handedBack, looked, queueAt } from "./dead-letters.ts";
import { isMoving, lastMove } from "./move-task.ts";
import { plain, span, table, utc } from "./table.ts";
import type { World } from "./world.ts";

const BODY_LENGTH = 60;

/** A dead letter as a person sees it: what it says is cut, for it may be anything, a user's data too. */
interface Letter {
    id: string;
    /** ISO 8601, when it was first sent; its days in the queue count from there. */
    sent: string;
    /** Times that it was handed out, ours included. */
    receives: number;
    body: string;
}

function letterOf({ MessageId = "", Attributes = {}, Body = "" }: Message): Letter {
    const text = plain(Body);
    return {
        id: MessageId,
        sent: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
        receives: Number(Attributes.ApproximateReceiveCount ?? 0),
        body: text.length > BODY_LENGTH ? `${text.slice(0, BODY_LENGTH)}…` : text,
    };
}

function lettersTable(letters: Letter[], now: Date): string {
    const rows = letters.map(({ id, sent, receives, body }) => {
        const age = span(now.getTime() - Date.parse(sent));
        return [id, utc(new Date(sent)), age, String(receives), body];
    });
    return table(["ID", "FIRST SENT (UTC)", "AGE", "TRIES", "BODY"], rows);
}

/** Shows some of the letters, oldest first, and what time is left. True when there are none at all. */
export async function showLetters(
    sqs: SQSClient,
    url: string,
    { samples, isJson }: { samples: number; isJson: boolean },
    world: World,
): Promise<boolean> {
    const { arn, waiting, hidden, retentionSeconds } = await queueAt(sqs, url);
    const letters: Letter[] = [];
    const last = await looked(sqs, url, (message) => letters.push(letterOf(message)) >= samples);
    if (last) await handedBack(sqs, url, [last]);
    letters.sort((a, b) => a.sent.localeCompare(b.sent));
    if (isJson) world.out(JSON.stringify({ arn, waiting, hidden, letters }, null, 4));
    else if (letters.length > 0) world.out(lettersTable(letters, new Date()));
    world.err(
        `redrive: about ${waiting} dead letters, and ${hidden} in somebody's hands; ${letters.length} shown.`,
    );
    if (isMoving(await lastMove(sqs, arn))) world.err("redrive: they are being moved back right now.");
    const [oldest] = letters;
    if (oldest === undefined) return waiting + hidden === 0;
    const end = Date.parse(oldest.sent) + retentionSeconds * 1000;
    world.err(
        `redrive: SQS deletes the oldest of these in ${span(end - Date.now())}, at ${utc(new Date(end))}.`,
    );
    return false;
}
