import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Evidence } from "../../../functions/restore-check/evidence.ts";
import { ended } from "../../support/command.ts";
import { HOUSE } from "../../support/house.ts";
import { BUCKET, PLAN, REGION, type Cloud } from "./cloud.ts";
import { KEYS, USER, type Door } from "./rds-door.ts";

/** The image's one program, made by the very command that its Dockerfile has. */
export function bundleOfImage(): { file: string; remove(): void } {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-check-"));
    const lines = readFileSync(path.join(HOUSE, "images/restore-check/Dockerfile"), "utf8").split("\n");
    const command = lines.find((line) => line.startsWith("RUN npx --no-install esbuild "))!;
    const args = command.split(" ").slice(4).join(" ").replace("/out/", `${folder}/`).split(" ");
    execFileSync(path.join(HOUSE, "node_modules/.bin/esbuild"), args, { cwd: HOUSE, stdio: "pipe" });
    return {
        file: path.join(folder, "index.cjs"),
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

export function environmentOf(cloud: Cloud, door: Door): Record<string, string> {
    return {
        ...{ RESTORE_JOB_ID: "job-1", RESTORE_TESTING_PLAN_ARN: PLAN, EVIDENCE_BUCKET: BUCKET },
        ...{ ENVIRONMENT: "acme-staging", DATABASE_NAME: "shop", DATABASE_USER: USER },
        ...{ CHECK_VERSION: "acme/check@sha256:1", RDS_CA_FILE: door.caFile, PATIENCE_SECONDS: "0" },
        ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: cloud.endpoint },
        ...{ AWS_ACCESS_KEY_ID: KEYS.id, AWS_SECRET_ACCESS_KEY: KEYS.secret },
    };
}

/** Starts the program in a process of its own, with nothing of the tests' surroundings but where node is. */
export function startTask(file: string, env: Record<string, string>) {
    const own = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true", ...env };
    const child = spawn(process.execPath, [file], { env: own, stdio: ["ignore", "pipe", "pipe"] });
    return { child, end: ended(child) };
}

/** All evidence that there is. */
export async function evidenceIn({ s3 }: Cloud): Promise<[key: string, evidence: Evidence][]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const all = Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        return [Key!, JSON.parse(await Body!.transformToString()) as Evidence] as [string, Evidence];
    });
    return Promise.all(all);
}
