/**
 * Brings rows of one table back from a restored copy: says what differs, or changes what somebody has confirmed. It
 * exits with 0 when its report, whatever it says, was kept, and with 1 when not. Killed, it has changed nothing.
 *
 *     EXTRACT_EVENT='{"run":"…","copy":"…","live":"…","table":"public.orders"}' node extract.cjs
 */
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import type pg from "pg";
import { keepReport, reportOf } from "./report.ts";
import { settingsFrom, type Settings } from "./settings.ts";
import { signIn } from "./sign-in.ts";

async function main(): Promise<number> {
    try {
        const settings = settingsFrom(process.env);
        // A person waits, and a throttled call is worth a minute.
        const client = { region: settings.region, maxAttempts: 8 };
        const rds = new RDSClient(client);
        const report = await reportOf(settings.event, settings.version, (work) =>
            onBoth(rds, settings, work),
        );
        const { fault, applied } = report;
        console.log(JSON.stringify({ run: settings.event.run, fault, applied }));
        await keepReport(new S3Client(client), settings.bucket, report);
        return 0;
    } catch (error) {
        console.error(JSON.stringify({ error: (error as Error).message, name: (error as Error).name }));
        return 1;
    }
}

async function onBoth<T>(
    rds: RDSClient,
    settings: Settings,
    work: (copy: pg.Client, live: pg.Client) => Promise<T>,
): Promise<T> {
    const { event, reader, writer } = settings;
    const copy = await signIn(rds, settings, event.copy, reader);
    try {
        const live = await signIn(rds, settings, event.live, writer);
        return await work(copy, live).finally(() => live.end().catch(() => undefined));
    } finally {
        await copy.end().catch(() => undefined);
    }
}

void main().then((code) => process.exit(code));
