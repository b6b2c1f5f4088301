import { randomBytes } from "node:crypto";
import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { keepOnce, readText } from "../../../functions/restore-check/evidence.ts";
import { asked, type Cloud } from "../cloud.ts";
import { utc } from "../table.ts";
import type { Verdict } from "./judge.ts";
import type { GateName, Limits } from "./plan.ts";
import type { Measured } from "./tally.ts";

/** What served, by ECS. */
export interface Served {
    /** The image, by digest. */
    image: string;
    /** ARN of the newest deployment: a change of a variable is another version, too. */
    deployment: string;
}

/** What is kept of every load on an environment, the bad and the stopped ones, too: their requests are no users'. */
export interface LoadEvidence {
    /** Goes up when a reader has to read otherwise. */
    format: 1;
    kind: GateName | "plain";
    verdict: Verdict;
    reasons: string[];
    environment: string;
    url: string;
    served: { before: Served; after: Served };
    /** Of what users did, and of what had to hold after it: the name, and the digest of the whole. */
    workflow: { name: string; sha256: string };
    begunAt: string;
    endedAt: string;
    /** Users a second, as asked for; and for how many seconds. */
    rate: number;
    seconds: number;
    /** Users a second on a usual day, and who says so. */
    normal: { rate: number; source: string } | undefined;
    limits: Limits;
    measured: Measured;
    /** What always holds was looked at after the load. */
    isDataChecked: boolean;
    /** The ARN of who ran it. */
    by: string;
}

/** All of it lies under this, by the time of its beginning: names sort by date. */
const FOLDER = "load-tests/";
const DAY = 86_400_000;

const timed = (time: Date) => `${FOLDER}${utc(time).replaceAll(":", "-")}`;

/** Keeps it under a name of its own, and says which. */
export async function keepRun(cloud: Cloud, bucket: string, evidence: LoadEvidence): Promise<string> {
    const key = `${timed(new Date(evidence.begunAt))}-${evidence.kind}-${randomBytes(4).toString("hex")}.json`;
    await asked("s3:PutObject", keepOnce(cloud.s3(), bucket, key, evidence));
    return key;
}

/** The loads that began in the last days, the newest first. */
export async function runsOf(
    cloud: Cloud,
    bucket: string,
    days: number,
    now = new Date(),
): Promise<{ key: string; evidence: LoadEvidence }[]> {
    const client = cloud.s3();
    const from = timed(new Date(now.getTime() - days * DAY));
    const keys: string[] = [];
    const list = async () => {
        const question = { Bucket: bucket, Prefix: FOLDER, StartAfter: from };
        for await (const { Contents = [] } of paginateListObjectsV2({ client }, question))
            keys.push(...Contents.map(({ Key = "" }) => Key));
    };
    await asked("s3:ListBucket", list());
    const found: { key: string; evidence: LoadEvidence }[] = [];
    for (const key of keys.sort().reverse()) {
        const evidence = readable(await asked("s3:GetObject", readText(client, bucket, key)));
        if (evidence !== undefined) found.push({ key, evidence });
    }
    return found;
}

/** What can't be read says nothing. */
function readable(text: string | undefined): LoadEvidence | undefined {
    try {
        const evidence = JSON.parse(text ?? "") as LoadEvidence;
        const times = [evidence.begunAt, evidence.endedAt].map(Date.parse);
        const { environment, kind, verdict, reasons, served, workflow, seconds, measured } = evidence;
        const texts = [environment, kind, verdict, ...reasons, served.before.image, served.after.image];
        const { users, requests, errorPercent, request } = measured;
        const numbers = [...times, seconds, users, requests, errorPercent, request.p95];
        const isWhole =
            [...texts, workflow.sha256].every((text) => typeof text === "string") &&
            numbers.every(Number.isFinite);
        return evidence.format === 1 && isWhole ? evidence : undefined;
    } catch {
        return undefined;
    }
}
