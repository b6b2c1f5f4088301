import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Restore } from "./job.ts";
import type { Verdict } from "./verdict.ts";

/** What every check leaves behind. */
interface Kept extends Verdict {
    /** Goes up when a reader has to read otherwise. */
    format: 1;
    environment: string;
    database: string;
    /** Seconds of writes that the copy lacks at its moment; null where it did not tell. */
    rpoSeconds: number | null;
    checkedAt: Date;
    /** What judged: the image by its digest. */
    checkedBy: string;
}

/** What is kept of a check, for whoever asks later whether the backups were good for anything. */
export interface Evidence extends Kept {
    restore: Omit<Restore, "validationStatus">;
    /** Seconds from the order to the copy: without the check, and without the application's change of address. */
    rtoSeconds: number;
}

/** What is kept of the check of a generation: whether this database may serve, and nothing about the backups. */
export interface GenerationEvidence extends Kept {
    instance: string;
    /** As it was told: nothing in AWS says so. */
    restoredTo: { time: Date } | { snapshot: string };
    /** The moment of the data lies between these two. */
    takenAt: Date;
    wholeBy: Date;
}

/** Every proof, and every failure, lies under this. */
export const FOLDER = "restore-proofs/";
/**
 * The checks of generations lie under this, and count for no proof of the backups: a generation comes from RDS's own
 * window or from a snapshot without AWS Backup, the roles were set right before it was checked, and whoever asked for the
 * check has told what it should hold.
 */
const GENERATIONS = "generation-checks/";

export function keyOfGeneration({ instance, checkId }: { instance: string; checkId: string }): string {
    return `${keysOfGeneration(instance)}${checkId}.json`;
}

/** How the keys of all its checks begin; another generation's may begin so, too. */
export function keysOfGeneration(instance: string): string {
    return `${GENERATIONS}${instance}-`;
}

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
    const text = await readText(s3, Bucket, Key);
    return text === undefined ? undefined : evidenceFrom(text);
}

/** Keeps evidence unless some is kept already, and returns what is: the first verdict on a restore is the only one. */
export async function keepEvidence(
    s3: S3Client,
    Bucket: string,
    Key: string,
    own: Evidence,
): Promise<Evidence> {
    const first = await keepOnce(s3, Bucket, Key, own);
    return first === undefined ? own : evidenceFrom(first);
}

/** Keeps something under a name that is free; else returns what is there already. */
export async function keepOnce(
    s3: S3Client,
    Bucket: string,
    Key: string,
    own: object,
): Promise<string | undefined> {
    const Body = `${JSON.stringify(own, undefined, 4)}\n`;
    try {
        const put = { Bucket, Key, Body, ContentType: "application/json", IfNoneMatch: "*" };
        await s3.send(new PutObjectCommand(put));
        return undefined;
    } catch (error) {
        // Somebody was first (S3 User Guide, "How to prevent object overwrites with conditional writes").
        const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
        if (![409, 412].includes($metadata?.httpStatusCode ?? 0)) throw error;
        const first = await readText(s3, Bucket, Key);
        if (first === undefined) throw error;
        return first;
    }
}

export async function readText(s3: S3Client, Bucket: string, Key: string): Promise<string | undefined> {
    try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return await Body!.transformToString();
    } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
    }
}

export function evidenceFrom(text: string): Evidence {
    const { checkedAt, restore, ...rest } = JSON.parse(text) as Evidence;
    const { askedAt, completedAt, takenAt, wholeBy, ...names } = restore;
    const times = { askedAt, completedAt, takenAt, wholeBy };
    const dates = Object.fromEntries(Object.entries(times).map(([key, value]) => [key, new Date(value)]));
    return { ...rest, checkedAt: new Date(checkedAt), restore: { ...names, ...(dates as typeof times) } };
}
