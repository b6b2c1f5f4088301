import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Restore } from "./job.ts";
import type { Verdict } from "./verdict.ts";

/** What is kept of a check, for whoever asks later whether the backups were good for anything. */
export interface Evidence extends Verdict {
    /** Goes up when a reader has to read otherwise. */
    format: 1;
    environment: string;
    database: string;
    restore: Omit<Restore, "validationStatus">;
    /** Seconds of writes that the recovery point lost; null where the copy did not tell. */
    rpoSeconds: number | null;
    /** Seconds from the order to the copy: without the check, and without the application's change of address. */
    rtoSeconds: number;
    checkedAt: Date;
    /** What judged: the image by its digest. */
    checkedBy: string;
}

/** Every proof, and every failure, lies under this. */
export const FOLDER = "restore-proofs/";

/** By the day of the restore, so that names sort by date, and the same for whoever judges this restore again. */
export function keyOf({ job, completedAt }: Pick<Restore, "job" | "completedAt">): string {
    const time = completedAt
        .toISOString()
        .replace(/\.\d+Z$/, "Z")
        .replaceAll(":", "-");
    return `${FOLDER}${time}-${job}.json`;
}

/** What is kept under a key; undefined when nothing is. */
export async function readEvidence(s3: S3Client, Bucket: string, Key: string): Promise<Evidence | undefined> {
    try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return evidenceFrom(await Body!.transformToString());
    } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
    }
}

/** Keeps evidence unless some is kept already, and returns what is: the first verdict on a restore is the only one. */
export async function keepEvidence(
    s3: S3Client,
    Bucket: string,
    Key: string,
    own: Evidence,
): Promise<Evidence> {
    const Body = `${JSON.stringify(own, undefined, 4)}\n`;
    try {
        const put = { Bucket, Key, Body, ContentType: "application/json", IfNoneMatch: "*" };
        await s3.send(new PutObjectCommand(put));
        return own;
    } catch (error) {
        // Somebody was first (S3 User Guide, "How to prevent object overwrites with conditional writes").
        const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
        if (![409, 412].includes($metadata?.httpStatusCode ?? 0)) throw error;
        const first = await readEvidence(s3, Bucket, Key);
        if (first === undefined) throw error;
        return first;
    }
}

export function evidenceFrom(text: string): Evidence {
    const { checkedAt, restore, ...rest } = JSON.parse(text) as Evidence;
    const { askedAt, completedAt, takenAt, wholeBy, ...names } = restore;
    const times = { askedAt, completedAt, takenAt, wholeBy };
    const dates = Object.fromEntries(Object.entries(times).map(([key, value]) => [key, new Date(value)]));
    return { ...rest, checkedAt: new Date(checkedAt), restore: { ...names, ...(dates as typeof times) } };
}
