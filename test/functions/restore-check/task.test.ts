import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { FAULTS } from "../../../bench/proof/faults.ts";
import { seeded } from "../../../bench/proof/scene.ts";
import { SOURCE } from "./cloud.ts";
import { openDoor } from "./rds-door.ts";
import { onCopy } from "./task.ts";

describe("the task that judges a restored copy", function () {
    this.timeout(300_000);
    const on = onCopy();

    it("proves a good copy, keeps dated evidence, and tells AWS Backup and the alarms", async () => {
        const { code, stdout, stderr } = await on.run();
        assert.equal(code, 0, stderr + stdout);
        const { key, evidence } = await on.theOnly();
        const restored = new Date(on.moment.getTime() + 1_202_000).toISOString();
        assert.equal(key, `restore-proofs/${restored.slice(0, 19).replaceAll(":", "-")}Z-job-1.json`);
        assert.deepEqual([evidence.proven, evidence.reasons], [true, []]);
        assert.ok(evidence.measured.knownRows > 10_000 && evidence.measured.indexes > 100);
        assert.equal(evidence.checkedBy, "acme/check@sha256:1");
        assert.match(evidence.restore.sourceArn, new RegExp(`:db:${SOURCE}$`));
        assert.equal(String(evidence.restore.takenAt), on.moment.toISOString());
        assert.equal(evidence.rtoSeconds, 20 * 60);
        assert.ok(evidence.rpoSeconds !== null && evidence.rpoSeconds >= 0 && evidence.rpoSeconds < 30);
        assert.equal(on.cloud.job.ValidationStatus, "SUCCESSFUL");
        assert.match(
            String(on.cloud.job.ValidationStatusMessage),
            /^Proven: \d+ tables.* See restore-proofs/,
        );
        assert.deepEqual(await on.cloud.numbers("RestoreProven"), [1]);
        assert.deepEqual(await on.cloud.numbers("RestoreRtoSeconds"), [1200]);
        assert.deepEqual(await on.cloud.numbers("RestoreRpoSeconds"), [evidence.rpoSeconds]);
    });

    it("signs in by a token of IAM alone, and shows it to nobody", async () => {
        const { stdout, stderr } = await on.run();
        assert.deepEqual(on.door.log, ["in"]);
        assert.doesNotMatch(stdout + stderr, /X-Amz|test-secret/);
    });

    it("turns a bad copy down: FAILED, evidence with the reason, and 0", async () => {
        const bad = await on.copy.clone();
        const other = await openDoor(bad.folder);
        try {
            await FAULTS.find(({ name }) => name === "1 % of the orders are lost")!.damage!(bad, seeded(3));
            on.cloud.port = other.port;
            const { code, stderr } = await on.run({ RDS_CA_FILE: other.caFile });
            assert.equal(code, 0, stderr);
            const { evidence } = await on.theOnly();
            assert.equal(evidence.proven, false);
            assert.match(evidence.reasons.join(), /known rows of public\.orders are gone/);
            assert.equal(on.cloud.job.ValidationStatus, "FAILED");
            assert.match(
                String(on.cloud.job.ValidationStatusMessage),
                /^1 reason: .*public\.orders are gone.* See /,
            );
            assert.deepEqual(await on.cloud.numbers("RestoreProven"), [0]);
        } finally {
            await other.stop();
            await bad.remove();
            // A clone stops its original.
            await on.copy.start();
        }
    });

    it("finds a copy stale that holds less than its snapshot should", async () => {
        on.cloud.takenAt = new Date(on.moment.getTime() + 3_600_000);
        on.cloud.point.CompletionDate = on.moment.getTime() / 1000 + 3_900;
        on.cloud.job.CreationDate = on.moment.getTime() / 1000 + 4_000;
        await on.run();
        assert.match((await on.theOnly()).evidence.reasons.join(), /the newest heartbeat is 3,\d{3} s older/);
        assert.equal(on.cloud.job.ValidationStatus, "FAILED");
    });

    it("goes by AWS Backup's times where RDS does not know the snapshot", async () => {
        on.cloud.takenAt = undefined;
        await on.run();
        const { evidence } = await on.theOnly();
        assert.equal(evidence.proven, true);
        assert.equal(String(evidence.restore.takenAt), new Date(on.moment.getTime() - 60_000).toISOString());
    });

    for (const [what, change, reason] of [
        ["can't be reached", () => (on.cloud.port = 1), /could not run: signing in: .*ECONNREFUSED/],
        [
            "is gone",
            () => (on.cloud.job.CreatedResourceArn = "arn:aws:rds:x:1:db:gone"),
            /could not run: .*gone/,
        ],
        [
            "is no instance",
            () => (on.cloud.job.CreatedResourceArn = "arn:aws:rds:x:1:cluster:a"),
            /only an instance/,
        ],
    ] as const) {
        it(`says FAILED of a copy that ${what}`, async () => {
            change();
            const { code, stderr } = await on.run();
            assert.equal(code, 0, stderr);
            const { evidence } = await on.theOnly();
            assert.match(evidence.reasons.join(), reason);
            assert.deepEqual([evidence.proven, evidence.rpoSeconds], [false, null]);
            assert.equal(on.cloud.job.ValidationStatus, "FAILED");
            assert.deepEqual(await on.cloud.numbers("RestoreProven"), [0]);
        });
    }

    it("does not wait for ever for a copy that takes a connection and says nothing", async () => {
        const silent = createServer().listen(0, "127.0.0.1");
        await once(silent, "listening");
        on.cloud.port = (silent.address() as { port: number }).port;
        const { code, stderr } = await on.run();
        silent.close();
        assert.equal(code, 0, stderr);
        assert.match((await on.theOnly()).evidence.reasons.join(), /could not run: signing in: timeout/);
    });

    for (const [what, more, reason] of [
        ["another authority signed for", { RDS_CA_FILE: "package.json" }, /could not run: .*certificate/],
        ["another key signed for", { AWS_SECRET_ACCESS_KEY: "other" }, /PAM authentication failed/],
        ["another user is meant", { DATABASE_USER: "master" }, /PAM authentication failed/],
        ["finds no such database", { DATABASE_NAME: "nothing" }, /database "nothing" does not exist/],
    ] as const) {
        it(`trusts no sign-in that ${what}`, async () => {
            await on.run(more);
            assert.match((await on.theOnly()).evidence.reasons.join(), reason);
            assert.equal(on.cloud.job.ValidationStatus, "FAILED");
        });
    }
});
