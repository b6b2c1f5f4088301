import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Comparison } from "../../../functions/extract/compare.ts";
import { readEvent } from "../../../functions/extract/event.ts";
import { keyOf, type Report } from "../../../functions/extract/report.ts";
import { imageBundle } from "../../../scripts/lib/image-bundle.ts";
import { awsFor, type Aws } from "../../support/aws.ts";
import { ended } from "../../support/command.ts";
import { KEYS, openDoor, type Door } from "../restore-check/rds-door.ts";
import { both } from "./both.ts";
import { instancesAt } from "./instances.ts";

const REGION = "eu-central-1";

describe("the program of an extract", function () {
    const on = both();
    const { run: sql, count } = on;
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-extract-"));
    const file = path.join(folder, "extract.cjs");
    let aws: Aws;
    let s3: S3Client;
    let doors: { copy: Door; live: Door };
    let runs = 0;

    before(async function () {
        aws = await awsFor(this);
        chmodSync(folder, 0o755);
        writeFileSync(file, imageBundle("restore-check", "extract"));
        const { copy, live } = on.servers;
        doors = {
            copy: await openDoor(copy.folder, { user: "checker_iam", serverPort: copy.port }),
            live: await openDoor(live.folder, { user: "migrator_iam", serverPort: live.port }),
        };
        aws.standIns.push(instancesAt({ "shop-b": doors.copy.port, "shop-a": doors.live.port }));
        s3 = new S3Client({ region: REGION, forcePathStyle: true });
        await s3.send(
            new CreateBucketCommand({
                Bucket: "reports",
                CreateBucketConfiguration: { LocationConstraint: REGION },
            }),
        );
    });
    after(async () => {
        await doors?.copy.stop();
        await doors?.live.stop();
        await aws?.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    function start(more: object, env: Record<string, string> = {}) {
        runs += 1;
        const run = `2026-11-22T03-00-00Z-${runs}`;
        const event = { run, copy: "shop-b", live: "shop-a", table: "public.tasks", ...more };
        const own = {
            ...{ PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true" },
            ...{ AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL, AWS_REGION: REGION },
            ...{ AWS_ACCESS_KEY_ID: KEYS.id, AWS_SECRET_ACCESS_KEY: KEYS.secret },
            ...{ EVIDENCE_BUCKET: "reports", DATABASE_NAME: "app", EXTRACT_VERSION: "acme/check@sha256:1" },
            ...{ DATABASE_READER: "checker_iam", DATABASE_WRITER: "migrator_iam" },
            // Two servers, two doors, and each has an authority of its own.
            RDS_CA_FILE: path.join(folder, "ca.pem"),
            EXTRACT_EVENT: JSON.stringify(event),
            ...env,
        };
        writeFileSync(
            own.RDS_CA_FILE,
            [doors.copy, doors.live].map(({ caFile }) => readFileSync(caFile, "utf8")).join(""),
        );
        const child = spawn(process.execPath, [file], { env: own, stdio: ["ignore", "pipe", "pipe"] });
        return { child, run, end: ended(child) };
    }

    async function report(run: string): Promise<Report> {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: "reports", Key: keyOf(run) }));
        return JSON.parse(await Body!.transformToString()) as Report;
    }

    async function reported(more: object): Promise<Report> {
        const { run, end } = start(more);
        const { code, stderr } = await end;
        assert.equal(code, 0, stderr);
        return report(run);
    }

    const confirmed = (comparison: Comparison) => ({
        ...comparison,
        by: "ada",
        reason: "UPDATE without WHERE",
    });
    const zeros = () => count("public.tasks WHERE total = 0");

    it("signs in to both by IAM, and keeps what it found and did, without the values of rows", async () => {
        await sql("UPDATE public.tasks SET total = 0");
        const told = await reported({});
        const { comparison, version } = told;
        assert.ok(!JSON.stringify(told).includes("@example.com"));
        assert.deepEqual([comparison?.changed, version], [1000, "acme/check@sha256:1"]);
        const { applied } = await reported({ apply: confirmed(comparison!) });
        assert.deepEqual([applied?.updated, await zeros()], [1000, 0]);
        assert.deepEqual([...new Set([...doors.copy.log, ...doors.live.log])], ["in"]);
    });

    it("changes nothing when it is killed half-way, and lets the next one work at once", async () => {
        await sql("UPDATE public.tasks SET total = 0");
        const { comparison } = await reported({});
        // Somebody holds the last row, so that it waits with all the others locked.
        const holder = await on.servers.connect(on.servers.live, "migrator_iam");
        await holder.query("BEGIN; SELECT FROM public.tasks WHERE id = 1000 FOR UPDATE");
        const killed = start({ apply: confirmed(comparison!) });
        const waits =
            "SELECT FROM pg_stat_activity WHERE application_name = 'airworthy-extract' AND wait_event_type = 'Lock'";
        while ((await on.servers.asSuperuser(waits)).length === 0) await wait(20);
        const second = await reported({ apply: confirmed(comparison!) });
        assert.match(second.fault ?? "", /Somebody else is putting rows of public\.tasks back right now/);
        killed.child.kill("SIGKILL");
        await killed.end;
        await holder.query("ROLLBACK");
        while (
            (
                await on.servers.asSuperuser(
                    "SELECT FROM pg_stat_activity WHERE application_name = 'airworthy-extract'",
                )
            ).length > 0
        )
            await wait(20);
        assert.equal(await zeros(), 1000);
        const { updated } = await on.servers.extract({ table: "public.tasks" });
        assert.deepEqual([updated, await zeros()], [1000, 0]);
    });

    it("says each thing that it was told wrong, and ends with 1", async () => {
        const { code, stderr } = await start({}, { DATABASE_NAME: "", AWS_REGION: "" }).end;
        assert.deepEqual([code, /DATABASE_NAME is not set.+/.test(stderr)], [1, true]);
        const event = {
            run: "1",
            copy: "shop-b",
            live: "shop-b",
            table: "t",
            where: "",
            only: "all",
            apply: {},
        };
        for (const part of [/copy is "shop-b"; use another/, /where is ""/, /only is "all"/, /apply is \{\}/])
            assert.throws(() => readEvent(JSON.stringify(event)), part);
    });
});
