import { setTimeout } from "node:timers/promises";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import type { Settings } from "./settings.ts";

/** What a run touches beside its own memory. */
export interface World {
    settings: Settings;
    backup: BackupClient;
    rds: RDSClient;
    s3: S3Client;
    cloudwatch: CloudWatchClient;
    pause(seconds: number): Promise<void>;
    now(): Date;
    log(entry: object): void;
}

/** Nobody waits for the answer, and nobody asks again: a throttled call is worth minutes. */
const patient = { maxAttempts: 8 };

export function worldOf(settings: Settings): World {
    const client = { region: settings.region, ...patient };
    return {
        settings,
        backup: new BackupClient(client),
        rds: new RDSClient(client),
        s3: new S3Client(client),
        cloudwatch: new CloudWatchClient(client),
        pause: (seconds) => setTimeout(seconds * 1000),
        now: () => new Date(),
        log: (entry) => console.log(JSON.stringify(entry)),
    };
}
