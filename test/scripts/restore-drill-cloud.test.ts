import assert from "node:assert/strict";
import { ECSClient } from "@aws-sdk/client-ecs";
import { drillCopyOf } from "../../functions/restore-check/drill.ts";
import type { Cloud } from "../../scripts/lib/cloud.ts";
import { startTask } from "../../scripts/lib/one-off-task.ts";
import { queryError } from "../support/aws.ts";
import { COPY, drilling, NEW, OLD, pointOf } from "../support/drilling.ts";
import { REGION } from "../support/environment.ts";
import { inOneMinute } from "../support/one-minute.ts";
import { GROUP } from "../support/restore-service.ts";

describe("npm run restore-drill -- --stack", () => {
    const d = drilling();
    const changes = () => d.aws.asked.filter((call) => /PUT|RunTask|Delete|Create|Modify/.test(call));

    it("without --apply shows what it would restore and delete, and starts nothing", async () => {
        assert.equal(await d.run(), 0, d.shop.said);
        assert.match(d.shown, new RegExp(`^Drill of shop-live:\n {2}restores +${NEW}, .* 7 h ago\n`));
        assert.match(d.shown, new RegExp(`makes +${COPY}, db.t4g.large, which only the check can reach\n`));
        assert.match(d.shown, /counts +as the weekly drill does/);
        assert.match(
            d.shop.said,
            /Nothing was changed\. Next: npm run restore-drill -- --stack live --apply$/,
        );
        assert.deepEqual(changes(), []);
    });

    it("restores as the weekly plan does, has the copy judged, shows the verdict and deletes the copy", async () => {
        assert.equal(await d.run("--apply"), 0, d.shop.said);
        const [{ Metadata, IdempotencyToken, ...asked } = {} as never] = d.restores.started;
        assert.deepEqual(Metadata, {
            ...{ DBInstanceIdentifier: COPY, DBInstanceClass: "db.t4g.large", MultiAZ: "true" },
            enableIamDatabaseAuthentication: "true",
            vpcSecurityGroupIds: `["${GROUP}"]`,
        });
        const role = "arn:aws:iam::123456789012:role/restore-drill";
        const rest = { RecoveryPointArn: NEW, IamRoleArn: role, ResourceType: "RDS" };
        assert.deepEqual(asked, { ...rest, CopySourceTagsToRestoredResource: false });
        assert.match(String(IdempotencyToken), new RegExp(`^${COPY}-\\d{4}-`));
        assert.equal(d.shop.said.match(/is running, 40\.00%/g)?.length, 1);
        const [task] = d.ecs.started;
        const told = [{ name: "RESTORE_JOB_ID", value: "restore-1" }];
        assert.deepEqual(task?.overrides.containerOverrides[0]?.environment, told);
        assert.match(JSON.stringify(task?.networkConfiguration), /"securityGroups":\["sg-check"\]/);
        assert.match(d.shown, /\nPROVEN\nRTO +2460 s.*\nRPO +42 s at most/);
        assert.match(d.shown, /See +s3:\/\/shop-live-proofs\/restore-proofs\/.*-restore-1\.json$/);
        assert.deepEqual(await d.databases(), ["shop-live-a"]);
        assert.match(d.shop.said, /Next, to see what there is: npm run backups -- --stack live/);
    });

    it("of a bad backup ends with 1 and the reasons, and deletes the copy", async () => {
        d.reasons = ["3 of 10 known rows of public.orders are gone"];
        assert.equal(await d.run("--apply"), 1);
        assert.match(d.shown, /\nNOT PROVEN\n {2}3 of 10 known rows of public\.orders are gone\nRTO/);
        assert.deepEqual(await d.databases(), ["shop-live-a"]);
    });

    it("of a snapshot that can't be restored ends with 1 and AWS's reason, and deletes what came of it", async () => {
        d.restores.progress = [{ Status: "RUNNING" }, { Status: "FAILED", StatusMessage: "the key is gone" }];
        assert.equal(await d.run("--apply"), 1);
        assert.match(d.shop.said, /could not be restored\. FAILED: the key is gone/);
        assert.deepEqual([await d.databases(), d.ecs.started], [["shop-live-a"], []]);
    });

    it("whose check ends without a verdict, or can't be started, is not proven and leaves no copy", async () => {
        d.ecs.work = () => undefined;
        assert.equal(await d.run("--apply"), 1);
        assert.match(d.shop.said, /NOT PROVEN: the check left no verdict \(task task-0, exit 0/);
        assert.deepEqual(await d.databases(), ["shop-live-a"]);
        d.ecs.failures = [{ reason: "Capacity is unavailable at this time" }];
        d.restores.jobs.length = 0;
        assert.equal(await d.run("--apply"), 2);
        assert.match(d.shop.said, /Fargate is full for the moment/);
        assert.deepEqual(await d.databases(), ["shop-live-a"]);
    });

    for (const [when, progress] of [
        ["AWS Backup restores", [{ Status: "RUNNING" }, { Status: "COMPLETED" }]],
        ["the copy is there", [{ Status: "COMPLETED" }]],
    ] as const) {
        it(`that was killed while ${when} goes on when it is run again, and ends with no copy`, async () => {
            d.restores.progress = [{ Status: "RUNNING" }];
            const killed = () => Promise.reject(new Error("killed"));
            await assert.rejects(d.runUntil(killed, "--apply"), /killed/);
            await d.working;
            assert.deepEqual(await d.databases(), ["shop-live-a", COPY]);
            d.restores.progress = [...progress];
            if (progress.length === 1) d.restores.jobs[0]!.Status = "COMPLETED";
            assert.equal(await d.run("--point", OLD, "--apply"), 2);
            assert.match(
                d.shop.said,
                /A drill of .*:new is under way, or was left behind; run .* without --point/,
            );
            assert.equal(await d.run("--apply"), 0, d.shop.said);
            assert.match(d.shown, /which only the check can reach \(begun already\)/);
            assert.equal(d.restores.started.length, 1);
            assert.deepEqual(await d.databases(), ["shop-live-a"]);
        });
    }

    it("by two people at once is one restore and one verdict, and both delete the one copy", async () => {
        const codes = await inOneMinute(() => Promise.all([d.run("--apply"), d.run("--apply")]));
        assert.deepEqual(codes, [0, 0], d.shop.said);
        assert.equal(d.restores.started.length, 1);
        assert.equal(Object.keys(d.evidence.objects).length, 1);
        assert.deepEqual(await d.databases(), ["shop-live-a"]);
    });

    it("leaves the copy to somebody else's check that is still at it", async () => {
        d.ecs.progress = [{ lastStatus: "RUNNING" }];
        d.aws.standIns.unshift(({ service }) =>
            service === "s3" ? { ...queryError("AccessDenied", "no", 403) } : undefined,
        );
        const running = startTask({ ecs: () => new ECSClient({ region: REGION }) } as Cloud, {
            ...{
                cluster: "live",
                taskDefinition: "x",
                container: "restore-check",
                startedBy: "restore-check",
            },
            ...{ subnetIds: [], securityGroupIds: [], environment: { RESTORE_JOB_ID: "restore-1" } },
        });
        assert.match(await running, /task-0$/);
        assert.equal(await d.run("--apply"), 2);
        assert.match(d.shop.said, new RegExp(`${COPY} stays for now: somebody else's drill`));
        assert.match(d.shop.said, /You may not s3:GetObject/);
        assert.deepEqual(await d.databases(), ["shop-live-a", COPY]);
    });

    it("deletes what an earlier drill left behind, and nothing that only looks like it", async () => {
        const left = drillCopyOf("shop-live", pointOf("gone"));
        await d.database(left);
        const names = ["shop-live-drill-a", `${left}-2`, `other-${left}`];
        for (const name of names) await d.database(name);
        assert.equal(await d.run("--apply"), 0, d.shop.said);
        assert.match(d.shown, new RegExp(`deletes first +${left}, left behind by an earlier drill`));
        assert.deepEqual(await d.databases(), ["shop-live-a", ...names].sort());
    });

    for (const [what, more] of [
        ["is protected", { DeletionProtection: true }],
        ["wears another security group", { VpcSecurityGroupIds: ["sg-server"] }],
    ] as const) {
        it(`refuses to delete what has a copy's name and ${what}`, async () => {
            const left = drillCopyOf("shop-live", pointOf("gone"));
            await d.database(left, more as never);
            assert.equal(await d.run("--apply"), 2);
            assert.match(d.shop.said, new RegExp(`${left} is not deleted: .*Look at it in RDS`));
            assert.deepEqual(await d.databases(), ["shop-live-a", left]);
            assert.deepEqual(d.restores.started, []);
        });
    }

    it("of an older recovery point says that it does not count", async () => {
        assert.equal(await d.run("--point", OLD), 0);
        assert.match(d.shown, /counts +no: it is older than 7 days/);
        assert.match(d.shop.said, new RegExp(`--point ${OLD} --apply$`));
        assert.equal(await d.run("--point", "arn:x"), 2);
        assert.match(d.shop.said, /--point is arn:x; use a recovery point of this region/);
    });
});
