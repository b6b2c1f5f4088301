import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "../../../bench/proof/cluster.ts";
import { FAULTS } from "../../../bench/proof/faults.ts";
import { momentOf, playScene, seeded, type Scene } from "../../../bench/proof/scene.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { skipUnless } from "../../support/skip.ts";
import { motoServer } from "../roles/cloud.ts";
import { SOURCE, startCloud, type Cloud } from "./cloud.ts";
import { openDoor, USER, type Door } from "./rds-door.ts";
import { bundleOfImage, environmentOf, evidenceIn, startTask } from "./task.ts";

const PUT = "PUT /restore-jobs/job-1/validations";

describe("the task that judges a restored copy", function () {
    this.timeout(120_000);
    let scene: Scene;
    let moment: Date;
    let copy: Cluster;
    let door: Door;
    let cloud: Cloud;
    let bundle: ReturnType<typeof bundleOfImage>;
    let env: Record<string, string>;

    before(async function () {
        skipUnless(this, hasPostgres && motoServer(), "no PostgreSQL server or no moto: npm run servers");
        bundle = bundleOfImage();
        cloud = await startCloud(motoServer()!);
        scene = await playScene(6, 2, 11);
        moment = momentOf(scene, seeded(11));
        copy = await scene.cluster.restore(scene.base, moment);
        // As RDS's master would have made it before the snapshot: a reader, and nothing but.
        await copy.once(
            "postgres",
            "shop",
            `CREATE ROLE ${USER} LOGIN IN ROLE airworthy; ALTER ROLE ${USER} SET default_transaction_read_only = on`,
        );
        door = await openDoor(copy.folder);
        env = environmentOf(cloud, door);
    });
    beforeEach(async () => {
        await cloud.renew(moment);
        cloud.port = door.port;
        door.log.length = 0;
    });
    after(async () => {
        await door?.stop();
        await cloud?.stop();
        await copy?.remove();
        await scene?.cluster.remove();
        bundle?.remove();
    });

    const run = (more: Record<string, string> = {}) => startTask(bundle.file, { ...env, ...more }).end;
    const verdicts = () => cloud.asked.filter((what) => what === PUT).length;
    const theOnly = async () => {
        const all = await evidenceIn(cloud);
        assert.equal(all.length, 1);
        return { key: all[0]![0], evidence: all[0]![1] };
    };

    it("proves a good copy, keeps dated evidence, and tells AWS Backup and the alarms", async () => {
        const { code, stdout, stderr } = await run();
        assert.equal(code, 0, stderr + stdout);
        const { key, evidence } = await theOnly();
        const restored = new Date(moment.getTime() + 1_202_000).toISOString();
        assert.equal(key, `restore-proofs/${restored.slice(0, 19).replaceAll(":", "-")}Z-job-1.json`);
        assert.deepEqual([evidence.proven, evidence.reasons], [true, []]);
        assert.ok(evidence.measured.knownRows > 10_000 && evidence.measured.indexes > 100);
        assert.equal(evidence.checkedBy, "acme/check@sha256:1");
        assert.match(evidence.restore.sourceArn, new RegExp(`:db:${SOURCE}$`));
        assert.equal(String(evidence.restore.takenAt), moment.toISOString());
        assert.equal(evidence.rtoSeconds, 20 * 60);
        assert.ok(evidence.rpoSeconds !== null && evidence.rpoSeconds >= 0 && evidence.rpoSeconds < 30);
        assert.equal(cloud.job.ValidationStatus, "SUCCESSFUL");
        assert.match(String(cloud.job.ValidationStatusMessage), /^Proven: \d+ tables.* See restore-proofs/);
        assert.deepEqual(await cloud.numbers("RestoreProven"), [1]);
        assert.deepEqual(await cloud.numbers("RestoreRtoSeconds"), [1200]);
        assert.deepEqual(await cloud.numbers("RestoreRpoSeconds"), [evidence.rpoSeconds]);
    });

    it("signs in by a token of IAM alone, and shows it to nobody", async () => {
        const { stdout, stderr } = await run();
        assert.deepEqual(door.log, ["in"]);
        assert.doesNotMatch(stdout + stderr, /X-Amz|test-secret/);
    });

    it("turns a bad copy down: FAILED, evidence with the reason, and 0", async () => {
        const bad = await copy.clone();
        const other = await openDoor(bad.folder);
        try {
            await FAULTS.find(({ name }) => name === "1 % of the orders are lost")!.damage!(bad, seeded(3));
            cloud.port = other.port;
            const { code, stderr } = await run({ RDS_CA_FILE: other.caFile });
            assert.equal(code, 0, stderr);
            const { evidence } = await theOnly();
            assert.equal(evidence.proven, false);
            assert.match(evidence.reasons.join(), /known rows of public\.orders are gone/);
            assert.equal(cloud.job.ValidationStatus, "FAILED");
            assert.match(
                String(cloud.job.ValidationStatusMessage),
                /^1 reason: .*public\.orders are gone.* See /,
            );
            assert.deepEqual(await cloud.numbers("RestoreProven"), [0]);
        } finally {
            await other.stop();
            await bad.remove();
            // A clone stops its original.
            await copy.start();
        }
    });

    it("finds a copy stale that holds less than its snapshot should", async () => {
        cloud.takenAt = new Date(moment.getTime() + 3_600_000);
        cloud.point.CompletionDate = moment.getTime() / 1000 + 3_900;
        cloud.job.CreationDate = moment.getTime() / 1000 + 4_000;
        await run();
        assert.match((await theOnly()).evidence.reasons.join(), /the newest heartbeat is 3,\d{3} s older/);
        assert.equal(cloud.job.ValidationStatus, "FAILED");
    });

    it("goes by AWS Backup's times where RDS does not know the snapshot", async () => {
        cloud.takenAt = undefined;
        await run();
        const { evidence } = await theOnly();
        assert.equal(evidence.proven, true);
        assert.equal(String(evidence.restore.takenAt), new Date(moment.getTime() - 60_000).toISOString());
    });

    it("ends the same when it was killed while it checked", async () => {
        const { child, end } = startTask(bundle.file, env);
        while (door.log.length === 0) await pause(5);
        child.kill("SIGKILL");
        assert.equal((await end).code, null);
        assert.deepEqual(await evidenceIn(cloud), []);
        assert.equal((await run()).code, 0);
        assert.equal((await theOnly()).evidence.proven, true);
        assert.equal(cloud.job.ValidationStatus, "SUCCESSFUL");
    });

    it("ends the same when it was killed before it told anybody: the evidence speaks", async () => {
        cloud.failOnce.set(PUT, 403);
        const first = await run();
        assert.equal(first.code, 1);
        assert.match(first.stderr, /restore-proofs\/.* is kept, but not all were told/);
        const { evidence } = await theOnly();
        // AWS Backup may have deleted the copy since.
        cloud.port = 1;
        assert.equal((await run()).code, 0);
        assert.deepEqual((await theOnly()).evidence, evidence);
        assert.equal(cloud.job.ValidationStatus, "SUCCESSFUL");
        assert.deepEqual(await cloud.numbers("RestoreProven"), [1]);
    });

    it("has nothing more to say when it is started again after all was told", async () => {
        await run();
        cloud.port = 1;
        assert.equal((await run()).code, 0);
        assert.equal(verdicts(), 1);
        assert.equal((await theOnly()).evidence.proven, true);
    });

    it("gives one verdict when two are at work at once, and AWS deletes the copy under the slower one", async () => {
        cloud.onVerdict = () => (cloud.port = 1);
        const both = await Promise.all([run(), run()]);
        assert.deepEqual(
            both.map(({ code }) => code),
            [0, 0],
            both.map(({ stderr }) => stderr).join(),
        );
        assert.equal((await theOnly()).evidence.proven, true);
        assert.equal(cloud.job.ValidationStatus, "SUCCESSFUL");
    });

    it("asks again when AWS is busy", async () => {
        for (const what of [
            "GET /restore-jobs",
            "recovery-points",
            "DescribeDB",
            "PutMetricData",
            ".json",
            PUT,
        ])
            cloud.failOnce.set(what, 429);
        const { code, stderr } = await run();
        assert.equal(code, 0, stderr);
        assert.equal(cloud.failOnce.size, 0);
        assert.equal(cloud.job.ValidationStatus, "SUCCESSFUL");
    });

    for (const [what, change, reason] of [
        ["can't be reached", () => (cloud.port = 1), /could not run: signing in: .*ECONNREFUSED/],
        [
            "is gone",
            () => (cloud.job.CreatedResourceArn = "arn:aws:rds:x:1:db:gone"),
            /could not run: .*gone/,
        ],
        [
            "is no instance",
            () => (cloud.job.CreatedResourceArn = "arn:aws:rds:x:1:cluster:a"),
            /only an instance/,
        ],
    ] as const) {
        it(`says FAILED of a copy that ${what}`, async () => {
            change();
            const { code, stderr } = await run();
            assert.equal(code, 0, stderr);
            const { evidence } = await theOnly();
            assert.match(evidence.reasons.join(), reason);
            assert.deepEqual([evidence.proven, evidence.rpoSeconds], [false, null]);
            assert.equal(cloud.job.ValidationStatus, "FAILED");
            assert.deepEqual(await cloud.numbers("RestoreProven"), [0]);
        });
    }

    it("does not wait for ever for a copy that takes a connection and says nothing", async () => {
        const silent = createServer().listen(0, "127.0.0.1");
        await once(silent, "listening");
        cloud.port = (silent.address() as { port: number }).port;
        const { code, stderr } = await run();
        silent.close();
        assert.equal(code, 0, stderr);
        assert.match((await theOnly()).evidence.reasons.join(), /could not run: signing in: timeout/);
    });

    for (const [what, more, reason] of [
        ["another authority signed for", { RDS_CA_FILE: "package.json" }, /could not run: .*certificate/],
        ["another key signed for", { AWS_SECRET_ACCESS_KEY: "other" }, /PAM authentication failed/],
        ["another user is meant", { DATABASE_USER: "master" }, /PAM authentication failed/],
        ["finds no such database", { DATABASE_NAME: "nothing" }, /database "nothing" does not exist/],
    ] as const) {
        it(`trusts no sign-in that ${what}`, async () => {
            await run(more);
            assert.match((await theOnly()).evidence.reasons.join(), reason);
            assert.equal(cloud.job.ValidationStatus, "FAILED");
        });
    }

    for (const [what, change, says] of [
        ["a person's", () => delete cloud.job.CreatedBy, /is a person's; use one of arn/],
        ["of another plan", () => (cloud.job.CreatedBy = { RestoreTestingPlanArn: "arn:b" }), /is of arn:b/],
        ["still under way", () => (cloud.job.Status = "RUNNING"), /is RUNNING; use one that is COMPLETED/],
        ["unknown", () => (cloud.job.RestoreJobId = "other"), /not found/],
    ] as const) {
        it(`judges no restore that is ${what}, but is not silent`, async () => {
            change();
            const { code, stderr } = await run();
            assert.equal(code, 1);
            assert.match(stderr, says);
            assert.deepEqual(await evidenceIn(cloud), []);
            assert.equal(verdicts(), 0);
            assert.deepEqual(await cloud.numbers("RestoreProven"), [0]);
        });
    }

    it("keeps its evidence and says so when AWS Backup would not wait for it", async () => {
        cloud.job.ValidationStatus = "TIMED_OUT";
        const { code, stderr } = await run();
        assert.equal(code, 1);
        assert.match(
            stderr,
            /AWS Backup says TIMED_OUT of the restore job-1 already; the evidence says SUCCESSFUL/,
        );
        assert.equal((await theOnly()).evidence.proven, true);
    });

    it("names every variable that is missing or wrong before it does anything", async () => {
        const { code, stderr } = await startTask(bundle.file, { RESTORE_JOB_ID: "../../etc" }).end;
        assert.equal(code, 1);
        assert.match(stderr, /RESTORE_JOB_ID is .*\.\.\/\.\.\/etc.*; use the id of a restore job/);
        for (const name of ["RESTORE_TESTING_PLAN_ARN", "AWS_REGION", "EVIDENCE_BUCKET", "RDS_CA_FILE"])
            assert.match(stderr, new RegExp(`${name} is `));
        assert.deepEqual(cloud.asked, []);
    });
});
