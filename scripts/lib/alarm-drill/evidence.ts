import { randomBytes } from "node:crypto";
import { keepOnce } from "../../../functions/restore-check/evidence.ts";
import { asked, type Cloud } from "../cloud.ts";
import { utc } from "../table.ts";
import type { Route } from "./routes.ts";

export interface Reached extends Omit<Route, "isConfirmed"> {
    /** By a person who typed its code; "not confirmed" was asked nothing. */
    outcome: "arrived" | "not arrived" | "not confirmed";
    /** From the alarm to the code. */
    seconds?: number;
}

/** What is kept of every drill, the bad ones, too: the alarms reached these people on that day. */
export interface DrillEvidence {
    /** Goes up when a reader has to read otherwise. */
    format: 1;
    environment: string;
    begunAt: string;
    endedAt: string;
    routes: Reached[];
    /** The ARN of who ran it. */
    by: string;
}

/** Keeps it under a name of its own, by the time of its beginning, and says which. */
export async function keepDrill(cloud: Cloud, bucket: string, evidence: DrillEvidence): Promise<string> {
    const time = utc(new Date(evidence.begunAt)).replaceAll(":", "-");
    const key = `alarm-drills/${time}-${randomBytes(4).toString("hex")}.json`;
    await asked("s3:PutObject", keepOnce(cloud.s3(), bucket, key, evidence));
    return key;
}
