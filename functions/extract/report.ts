import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { apply, type Applied } from "./apply.ts";
import { compare, type Comparison } from "./compare.ts";
import type { ExtractEvent } from "./event.ts";

/**
 * What an extract found, did or ran into: kept as evidence, and read by the script that started it. It has numbers, and
 * names of columns, and no value of any row but keys that are numbers, uuids or times.
 */
export interface Report {
    /** Goes up when a reader has to read otherwise. */
    format: 1;
    event: ExtractEvent;
    /** What extracted: the image by its digest. */
    version: string;
    at: Date;
    comparison?: Comparison;
    applied?: Applied;
    /** Why there is neither. */
    fault?: string;
}

/** Every report lies under this. */
const FOLDER = "extracts/";

export const keyOf = (run: string) => `${FOLDER}${run}.json`;

/** Compares, or applies what was confirmed. What goes wrong is in the report, for nobody reads this task's output. */
export async function reportOf(
    event: ExtractEvent,
    version: string,
    onBoth: <T>(work: (copy: Both[0], live: Both[1]) => Promise<T>) => Promise<T>,
): Promise<Report> {
    const report = { format: 1, event, version } as const;
    const { apply: confirmed } = event;
    try {
        return await onBoth(async (copy, live) =>
            confirmed
                ? { ...report, applied: await apply(copy, live, event, confirmed), at: new Date() }
                : { ...report, comparison: await compare(copy, live, event), at: new Date() },
        );
    } catch (error) {
        // The message alone: its detail has the values of rows.
        return { ...report, fault: (error as Error).message, at: new Date() };
    }
}

type Both = Parameters<typeof compare>;

/** Each name is taken once. */
export async function keepReport(s3: S3Client, Bucket: string, report: Report): Promise<void> {
    const Body = `${JSON.stringify(report, undefined, 4)}\n`;
    const Key = keyOf(report.event.run);
    await s3.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentType: "application/json", IfNoneMatch: "*" }),
    );
}
