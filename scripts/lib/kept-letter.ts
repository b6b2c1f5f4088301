import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import type { Message } from "@aws-sdk/client-sqs";
import { Refusal } from "./command.ts";

/** Writes a dead letter down whole, on the disk and for its owner alone, and returns the file: then it may be deleted. */
export function kept(
    folder: string,
    { MessageId = "", Body, Attributes, MessageAttributes }: Message,
): string {
    const file = path.join(folder, `dead-letter-${MessageId}.json`);
    const text = `${JSON.stringify({ MessageId, Body, Attributes, MessageAttributes }, null, 4)}\n`;
    if (existsSync(file)) {
        // A run before this one came so far. Its counts may differ, what it says may not.
        if ((JSON.parse(readFileSync(file, "utf8")) as Message).Body === Body) return file;
        throw new Refusal(`${file} is there and says something else; move it away, and run it again.`);
    }
    const handle = openSync(file, "wx", 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    return file;
}
