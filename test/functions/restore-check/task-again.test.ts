import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Cloud } from "./cloud.ts";
import { onCopy, PUT } from "./task.ts";

const verdicts = ({ asked }: Cloud) => asked.filter((what) => what === PUT).length;

describe("the task that judges a restored copy, when things go wrong around it", function () {
    this.timeout(300_000);
    const on = onCopy();

    it("ends the same when it was killed while it checked", async () => {
        const { child, end } = on.start();
        while (on.door.log.length === 0) await pause(5);
        child.kill("SIGKILL");
        assert.equal((await end).code, null);
        assert.deepEqual(await on.evidence(), []);
        assert.equal((await on.run()).code, 0);
        assert.equal((await on.theOnly()).evidence.proven, true);
        assert.equal(on.cloud.job.ValidationStatus, "SUCCESSFUL");
    });

    it("ends the same when it was killed before it told anybody: the evidence speaks", async () => {
        on.cloud.failOnce.set(PUT, 403);
        const first = await on.run();
        assert.equal(first.code, 1);
        assert.match(first.stderr, /restore-proofs\/.* is kept, but not all were told/);
        const { evidence } = await on.theOnly();
        // AWS Backup may have deleted the copy since.
        on.cloud.port = 1;
        assert.equal((await on.run()).code, 0);
        assert.deepEqual((await on.theOnly()).evidence, evidence);
        assert.equal(on.cloud.job.ValidationStatus, "SUCCESSFUL");
        assert.deepEqual(await on.cloud.numbers("RestoreProven"), [1]);
    });

    it("has nothing more to say when it is started again after all was told", async () => {
        await on.run();
        on.cloud.port = 1;
        assert.equal((await on.run()).code, 0);
        assert.equal(verdicts(on.cloud), 1);
        assert.equal((await on.theOnly()).evidence.proven, true);
    });

    it("gives one verdict when two are at work at once, and AWS deletes the copy under the slower one", async () => {
        on.cloud.onVerdict = () => (on.cloud.port = 1);
        const both = await Promise.all([on.run(), on.run()]);
        assert.deepEqual(
            both.map(({ code }) => code),
            [0, 0],
            both.map(({ stderr }) => stderr).join(),
        );
        assert.equal((await on.theOnly()).evidence.proven, true);
        assert.equal(on.cloud.job.ValidationStatus, "SUCCESSFUL");
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
            on.cloud.failOnce.set(what, 429);
        const { code, stderr } = await on.run();
        assert.equal(code, 0, stderr);
        assert.equal(on.cloud.failOnce.size, 0);
        assert.equal(on.cloud.job.ValidationStatus, "SUCCESSFUL");
    });

    for (const [what, change, says] of [
        [
            "a person's",
            () => delete on.cloud.job.CreatedBy,
            /is a person's; use one of the plan acme_staging/,
        ],
        [
            "of another plan",
            () =>
                (on.cloud.job.CreatedBy = {
                    RestoreTestingPlanArn: "arn:aws:backup:x:1:restore-testing-plan:acme_staging_2-1",
                }),
            /is of arn:aws:.*acme_staging_2-1; use/,
        ],
        ["still under way", () => (on.cloud.job.Status = "RUNNING"), /is RUNNING; use one that is COMPLETED/],
        ["unknown", () => (on.cloud.job.RestoreJobId = "other"), /not found/],
    ] as const) {
        it(`judges no restore that is ${what}, but is not silent`, async () => {
            change();
            const { code, stderr } = await on.run();
            assert.equal(code, 1);
            assert.match(stderr, says);
            assert.deepEqual(await on.evidence(), []);
            assert.equal(verdicts(on.cloud), 0);
            assert.deepEqual(await on.cloud.numbers("RestoreProven"), [0]);
        });
    }

    it("keeps its evidence and says so when AWS Backup would not wait for it", async () => {
        on.cloud.job.ValidationStatus = "TIMED_OUT";
        const { code, stderr } = await on.run();
        assert.equal(code, 1);
        assert.match(
            stderr,
            /AWS Backup says TIMED_OUT of the restore job-1 already; the evidence says SUCCESSFUL/,
        );
        assert.equal((await on.theOnly()).evidence.proven, true);
    });

    it("names every variable that is missing or wrong before it does anything", async () => {
        const { code, stderr } = await on.runBare({ RESTORE_JOB_ID: "../../etc" });
        assert.equal(code, 1);
        assert.match(stderr, /RESTORE_JOB_ID is .*\.\.\/\.\.\/etc.*; use the id of a restore job/);
        for (const name of ["RESTORE_TESTING_PLAN", "AWS_REGION", "EVIDENCE_BUCKET", "RDS_CA_FILE"])
            assert.match(stderr, new RegExp(`${name} is `));
        assert.deepEqual(on.cloud.asked, []);
    });
});
