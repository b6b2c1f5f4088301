import assert from "node:assert/strict";
import { drillCopyOf } from "../../../functions/restore-check/drill.ts";
import type { GenerationEvidence } from "../../../functions/restore-check/evidence.ts";
import { settingsFrom } from "../../../functions/restore-check/settings.ts";
import { arnOf } from "./cloud.ts";
import { onCopy, PUT } from "./task.ts";

const B = "acme-staging-b";
const SNAPSHOT = "arn:aws:rds:eu-central-1:123456789012:snapshot:before-the-migration";

describe("the task that judges what a person restored", function () {
    this.timeout(300_000);
    const on = onCopy();
    const theOnly = async () => {
        const { key, evidence } = await on.theOnly();
        return { key, evidence: evidence as unknown as GenerationEvidence };
    };
    const check = (origin: Record<string, string>) =>
        on.run({ RESTORE_JOB_ID: "", INSTANCE: B, CHECK_ID: "1", ...origin });
    /** A whole second: at or after the copy's moment. */
    const second = (later = 0) =>
        `${new Date(Math.ceil(on.moment.getTime() / 1000 + later) * 1000).toISOString().slice(0, 19)}Z`;

    it("proves the copy of a drill, whose evidence counts as the plan's, though AWS Backup wants no verdict", async () => {
        const copy = drillCopyOf("acme-staging", String(on.cloud.job.RecoveryPointArn));
        await on.cloud.instance(copy);
        const others = { CreatedBy: undefined, ValidationStatus: undefined };
        Object.assign(on.cloud.job, others, { CreatedResourceArn: arnOf(copy) });
        const { code, stdout, stderr } = await on.run();
        assert.equal(code, 0, stderr + stdout);
        const { key, evidence } = await on.theOnly();
        assert.match(key, /^restore-proofs\/.*-job-1\.json$/);
        assert.deepEqual([evidence.proven, evidence.rtoSeconds], [true, 1200]);
        assert.deepEqual(await on.cloud.numbers("RestoreProven"), [1]);
        assert.ok(on.cloud.asked.includes(PUT));
        assert.match(stdout, /"untold":"AWS Backup"/);
    });

    it("judges no other restore of a person's: its copy may be anybody's database", async () => {
        for (const name of ["acme-staging-drill-a", "acme-staging-drill-0123456789ab-2", "shop-live-a"]) {
            Object.assign(on.cloud.job, { CreatedBy: undefined, CreatedResourceArn: arnOf(name) });
            const { code, stderr } = await on.run();
            assert.equal(code, 1);
            assert.match(
                stderr,
                /is a person's; use one of the plan acme_staging, or of `npm run restore-drill`/,
            );
        }
        assert.deepEqual(await on.evidence(), []);
    });

    it("proves a generation of the second that was asked for, and leaves the alarms and AWS Backup out of it", async () => {
        await on.cloud.instance(B);
        const { code, stderr } = await check({ RESTORED_TO: second() });
        assert.equal(code, 0, stderr);
        const { key, evidence } = await theOnly();
        assert.equal(key, "generation-checks/acme-staging-b-1.json");
        assert.deepEqual([evidence.proven, evidence.reasons], [true, []]);
        assert.deepEqual(evidence.restoredTo, { time: `${second().slice(0, -1)}.000Z` });
        assert.ok(evidence.measured.knownRows > 10_000 && evidence.rpoSeconds! < 30);
        assert.deepEqual(await on.cloud.numbers("RestoreProven"), []);
        assert.ok(!on.cloud.asked.some((what) => /restore-jobs/.test(what)));
    });

    it("does not prove a generation that lacks an hour of the moment that was asked for, or is of a later one", async () => {
        await on.cloud.instance(B);
        await check({ RESTORED_TO: second(3600) });
        assert.match((await theOnly()).evidence.reasons.join(), /the newest heartbeat is 3,\d{3} s older/);
        await check({ RESTORED_TO: second(-3600), CHECK_ID: "2" });
        const [, [, evidence]] = (await on.evidence()) as [unknown, [string, GenerationEvidence]];
        assert.match(evidence.reasons.join(), /younger than the restore time/);
    });

    it("proves one that followed until it was promoted: it may have more than was known of it, and not less", async () => {
        await on.cloud.instance(B);
        const { code, stderr } = await check({ RESTORED_TO: second(-600), WHOLE_BY: second() });
        assert.equal(code, 0, stderr);
        assert.deepEqual((await theOnly()).evidence.reasons, []);
        await check({ RESTORED_TO: second(3600), WHOLE_BY: second(7200), CHECK_ID: "2" });
        const [, [, evidence]] = (await on.evidence()) as [unknown, [string, GenerationEvidence]];
        assert.match(evidence.reasons.join(), /the newest heartbeat is 3,\d{3} s older/);
    });

    it("proves a generation that came from a snapshot by the snapshot's own time", async () => {
        await on.cloud.instance(B);
        const { code, stderr } = await check({ RESTORED_FROM: SNAPSHOT });
        assert.equal(code, 0, stderr);
        const { evidence } = await theOnly();
        assert.deepEqual([evidence.proven, evidence.restoredTo], [true, { snapshot: SNAPSHOT }]);
        assert.equal(String(evidence.takenAt), on.moment.toISOString());
    });

    it("keeps no verdict where the moment can't be told", async () => {
        await on.cloud.instance(B);
        on.cloud.takenAt = undefined;
        const { code, stderr } = await check({ RESTORED_FROM: SNAPSHOT });
        assert.equal(code, 1);
        assert.match(stderr, /RDS knows no snapshot .*before-the-migration: which moment/);
        assert.deepEqual(await on.evidence(), []);
    });

    it("names what it was told wrongly about a generation", () => {
        const told = { INSTANCE: "B!", CHECK_ID: "a/b", RESTORED_TO: "yesterday" };
        assert.throws(
            () => settingsFrom(told),
            /INSTANCE is "B!"; .*CHECK_ID is "a\/b"; .*RESTORED_TO is "yesterday"; use a second in UTC/,
        );
        assert.throws(
            () => settingsFrom({ ...told, RESTORED_FROM: "snap" }),
            /RESTORED_FROM is "snap"; use the ARN/,
        );
    });
});
