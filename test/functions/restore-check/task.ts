import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Evidence } from "../../../functions/restore-check/evidence.ts";
import { momentOf, playScene, seeded, type Scene } from "../../../bench/proof/scene.ts";
import type { Cluster } from "../../../bench/proof/cluster.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { imageBundle } from "../../../scripts/lib/image-bundle.ts";
import { ended, type Ended } from "../../support/command.ts";
import { skipUnless } from "../../support/skip.ts";
import { BUCKET, REGION, startCloud, type Cloud } from "./cloud.ts";
import { KEYS, openDoor, USER, type Door } from "./rds-door.ts";
import { motoProgram } from "../../support/moto.ts";

/** The image's one program, made by the very command that its Dockerfile has. */
export function bundleOfImage(): { file: string; remove(): void } {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-check-"));
    chmodSync(folder, 0o755);
    const file = path.join(folder, "index.cjs");
    writeFileSync(file, imageBundle("restore-check"));
    return {
        file,
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

function environmentOf(cloud: Cloud, door: Door): Record<string, string> {
    return {
        ...{ RESTORE_JOB_ID: "job-1", RESTORE_TESTING_PLAN: "acme_staging", EVIDENCE_BUCKET: BUCKET },
        ...{ ENVIRONMENT: "acme-staging", DATABASE_NAME: "shop", DATABASE_USER: USER },
        ...{ CHECK_VERSION: "acme/check@sha256:1", RDS_CA_FILE: door.caFile, PATIENCE_SECONDS: "0" },
        ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: cloud.endpoint },
        ...{ AWS_ACCESS_KEY_ID: KEYS.id, AWS_SECRET_ACCESS_KEY: KEYS.secret },
    };
}

/** Starts the program in a process of its own, with nothing of the tests' surroundings but where node is. */
function startTask(file: string, env: Record<string, string>) {
    const own = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true", ...env };
    const child = spawn(process.execPath, [file], { env: own, stdio: ["ignore", "pipe", "pipe"] });
    return { child, end: ended(child) };
}

/** All evidence that there is. */
async function evidenceIn({ s3 }: Cloud): Promise<[key: string, evidence: Evidence][]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const all = Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        return [Key!, JSON.parse(await Body!.transformToString()) as Evidence] as [string, Evidence];
    });
    return Promise.all(all);
}

export const PUT = "PUT /restore-jobs/job-1/validations";

interface Restored {
    scene: Scene;
    copy: Cluster;
    moment: Date;
}

let shared: Promise<Restored> | undefined;

/** One copy serves all suites of this process, one after the other: to work for a while and restore it takes seconds. */
async function restoredCopy(): Promise<Restored> {
    const scene = await playScene(6, 2, 11);
    const moment = momentOf(scene, seeded(11));
    const copy = await scene.cluster.restore(scene.base, moment);
    // As RDS's master would have made it before the snapshot: a reader, and nothing but.
    await copy.once(
        "postgres",
        "shop",
        `CREATE ROLE ${USER} LOGIN IN ROLE airworthy; ALTER ROLE ${USER} SET default_transaction_read_only = on`,
    );
    return { scene, copy, moment };
}

after(async () => {
    const restored = await shared;
    await restored?.copy.remove();
    await restored?.scene.cluster.remove();
});

/** For a suite: a shop's restored copy behind RDS's door, AWS as far as it goes, both as new before each test. */
export function onCopy() {
    let bundle: ReturnType<typeof bundleOfImage>;
    const on = {
        run: (more: Record<string, string> = {}) => on.start(more).end,
        start: (more: Record<string, string> = {}) => startTask(bundle.file, { ...on.env, ...more }),
        /** With nothing that the deployment sets. */
        runBare: (env: Record<string, string>) => startTask(bundle.file, env).end,
        evidence: () => evidenceIn(on.cloud),
        theOnly: async () => {
            const all = await evidenceIn(on.cloud);
            assert.equal(all.length, 1);
            return { key: all[0]![0], evidence: all[0]![1] };
        },
    } as {
        cloud: Cloud;
        door: Door;
        copy: Cluster;
        moment: Date;
        env: Record<string, string>;
        run(more?: Record<string, string>): Promise<Ended>;
        start(more?: Record<string, string>): ReturnType<typeof startTask>;
        runBare(env: Record<string, string>): Promise<Ended>;
        evidence(): Promise<[string, Evidence][]>;
        theOnly(): Promise<{ key: string; evidence: Evidence }>;
    };

    before(async function () {
        skipUnless(this, hasPostgres && motoProgram(), "no PostgreSQL server or no moto: npm run servers");
        bundle = bundleOfImage();
        on.cloud = await startCloud(motoProgram()!);
        const restored = await (shared ??= restoredCopy());
        Object.assign(on, { copy: restored.copy, moment: restored.moment });
        on.door = await openDoor(on.copy.folder);
        on.env = environmentOf(on.cloud, on.door);
    });
    beforeEach(async () => {
        await on.cloud.renew(on.moment);
        on.cloud.port = on.door.port;
        on.door.log.length = 0;
    });
    after(async () => {
        await on.door?.stop();
        await on.cloud?.stop();
        bundle?.remove();
    });
    return on;
}
