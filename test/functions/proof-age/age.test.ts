import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteDBInstanceCommand } from "@aws-sdk/client-rds";
import type { Age } from "../../../functions/proof-age/age.ts";
import { ageOf } from "../../../functions/proof-age/age.ts";
import { keyOf, type Evidence } from "../../../functions/restore-check/evidence.ts";
import { bundled } from "../../../stacks/bundle.ts";
import { ended } from "../../support/command.ts";
import { skipUnless } from "../../support/skip.ts";
import { BUCKET, REGION, SOURCE, startCloud, type Cloud } from "../restore-check/cloud.ts";
import { KEYS } from "../restore-check/rds-door.ts";
import { motoProgram } from "../../support/moto.ts";

const DAY = 86_400_000;
const now = new Date();

describe("the age of the last proof", () => {
    let cloud: Cloud;
    let job = 0;

    before(async function () {
        skipUnless(this, motoProgram(), "no moto: npm run servers");
        cloud = await startCloud(motoProgram()!);
    });
    beforeEach(() => cloud.renew(now));
    after(() => cloud?.stop());

    /** Evidence of so many days ago. */
    const keep = async (
        days: number,
        proven = true,
        source = SOURCE,
        change: (text: string) => string = String,
    ) => {
        const at = new Date(now.getTime() - days * DAY);
        const times = { askedAt: at, completedAt: at, takenAt: at, wholeBy: at };
        const sourceArn = `arn:aws:rds:${REGION}:123456789012:db:${source}`;
        const restore = { job: `job-${(job += 1)}`, sourceArn, copyArn: "", recoveryPointArn: "", ...times };
        const evidence: Partial<Evidence> = { format: 1, proven, restore, checkedAt: now };
        const Body = change(JSON.stringify(evidence));
        await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: keyOf(restore), Body }));
    };
    const age = (days = 0): Promise<Age> =>
        ageOf({ ...cloud, bucket: BUCKET, instance: SOURCE, now: new Date(now.getTime() + days * DAY) });
    const days = async (later?: number) => Math.round((await age(later)).days * 100) / 100 + 0;

    it("counts from the newest proof, whatever was kept before it", async () => {
        for (const ago of [15, 1, 8]) await keep(ago);
        assert.equal(await days(), 1);
    });

    it("does not count a proof of a snapshot that was old already: it hides that there are no newer ones", async () => {
        await keep(9);
        const taken = new Date(now.getTime() - 10 * DAY).toISOString();
        await keep(1, true, SOURCE, (text) => text.replace(/"takenAt":"[^"]*"/, `"takenAt":"${taken}"`));
        assert.equal(await days(), 9);
    });

    it("does not count a check that failed, what can't be read, or another database's proof", async () => {
        await keep(7.5);
        await keep(4, false);
        await keep(3, true, "acme-staging-mainly");
        await keep(2, true, SOURCE, (text) => text.slice(1));
        await keep(1, true, SOURCE, (text) => text.replace('"format":1', '"format":2'));
        await keep(0.5, true, SOURCE, () => "null");
        assert.equal(await days(), 7.5);
    });

    it("counts from the database's own first day where there is no proof yet: 0 on the first, 8 on the eighth", async () => {
        await keep(2, false);
        assert.equal(await days(), 0);
        assert.equal(await days(8), 8);
        assert.equal((await age()).key, undefined);
    });

    it("finds the newest among more than one page of a list", async () => {
        for (const ago of [40, 33, 26, 19, 12, 5]) await keep(ago);
        assert.equal(await days(), 5);
    });

    it("tells no number, rather than a wrong one, when there is no such database", async () => {
        const gone = { DBInstanceIdentifier: SOURCE, SkipFinalSnapshot: true };
        await cloud.rds.send(new DeleteDBInstanceCommand(gone));
        await assert.rejects(age(), /not found/i);
    });

    describe("as Lambda runs it", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "airworthy-age-"));
        before(async () => {
            writeFileSync(path.join(folder, "index.js"), await bundled("proof-age"));
            const call = `require("./index.js").handler().catch((e) => { console.error(e.message); process.exit(1); });`;
            writeFileSync(path.join(folder, "runtime.js"), call);
        });
        after(() => rmSync(folder, { recursive: true, force: true }));

        const invoke = (more: Record<string, string> = {}) => {
            const env = {
                ...{ PATH: process.env.PATH, NODE_PATH: path.resolve("node_modules"), AWS_REGION: REGION },
                ...{ AWS_ENDPOINT_URL: cloud.endpoint, EVIDENCE_BUCKET: BUCKET, DATABASE_INSTANCE: SOURCE },
                ...{
                    AWS_ACCESS_KEY_ID: KEYS.id,
                    AWS_SECRET_ACCESS_KEY: KEYS.secret,
                    ENVIRONMENT: "acme-staging",
                },
                ...more,
            };
            const child = spawn(process.execPath, ["runtime.js"], {
                ...{ cwd: folder, env },
                stdio: ["ignore", "pipe", "pipe"],
            });
            return ended(child);
        };

        it("puts the number where the alarm looks for it", async () => {
            await keep(2);
            const { code, stderr } = await invoke();
            assert.equal(code, 0, stderr);
            const [number, ...others] = await cloud.numbers("DaysSinceProof");
            assert.deepEqual(others, []);
            assert.ok(number! > 2 && number! < 2.01, String(number));
        });

        it("says which variable is missing, and puts no number", async () => {
            const { code, stderr } = await invoke({ DATABASE_INSTANCE: "" });
            assert.equal(code, 1);
            assert.match(stderr, /DATABASE_INSTANCE is not set/);
            assert.deepEqual(await cloud.numbers("DaysSinceProof"), []);
        });
    });
});
