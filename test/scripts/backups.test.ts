import assert from "node:assert/strict";
import { CreateDBInstanceCommand, CreateDBSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import { main } from "../../scripts/backups.ts";
import type { Point } from "../../scripts/lib/points/point.ts";
import { queryError, awsFor, jsonError, type Aws } from "../support/aws.ts";
import { backupService, seconds, type BackupService } from "../support/backup-service.ts";
import { ACCOUNT, REGION, TestEnvironment } from "../support/environment.ts";
import { windows } from "../support/windows.ts";

const WINDOW = {
    instance: "shop-live-a",
    resourceId: "db-AAAAAAAAAAAAAAAAAAAAAAAAAA",
    from: "2026-11-07T03:10:00Z",
    to: "2026-11-21T11:55:00Z",
};
const nightly = (region: string, id: string, instance = "shop-live-a") => ({
    RecoveryPointArn: `arn:aws:rds:${region}:${ACCOUNT}:snapshot:awsbackup:${id}`,
    ResourceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:${instance}`,
    CreationDate: seconds("2026-11-20T00:30:00Z"),
    BackupSizeInBytes: 50 * 1024 ** 3,
    Status: "COMPLETED",
});
const tried = (id: string, ValidationStatus?: string, more: object = {}) => ({
    RecoveryPointArn: nightly(REGION, id).RecoveryPointArn,
    Status: "COMPLETED",
    ...(ValidationStatus && { ValidationStatus }),
    ...more,
});

describe("npm run backups", () => {
    let aws: Aws;
    let backup: BackupService;
    let shop: TestEnvironment;
    before(async function () {
        aws = await awsFor(this);
        await makeDatabases();
    });
    after(() => aws?.stop());
    beforeEach(() => {
        aws.asked.length = aws.standIns.length = 0;
        backup = backupService();
        aws.standIns.push(backup.answer, windows([WINDOW, { ...WINDOW, instance: "other-db" }]));
        shop = new TestEnvironment();
    });
    afterEach(() => shop.remove());

    async function makeDatabases(): Promise<void> {
        const rds = new RDSClient({ region: REGION });
        const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.medium", AllocatedStorage: 50 };
        for (const DBInstanceIdentifier of ["shop-live-a", "shop-live-eu-a", "other"]) {
            await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...sized }));
            const DBSnapshotIdentifier = `${DBInstanceIdentifier}-before-release`;
            await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier }));
        }
    }

    const json = async () => {
        await main(["--json"], shop.world);
        return JSON.parse(shop.data[0] ?? "") as Point[];
    };

    it("lists windows, snapshots, recovery points and their copies, newest first, of this environment alone", async () => {
        backup.points = {
            [REGION]: [nightly(REGION, "1"), nightly(REGION, "2", "other")],
            "eu-west-1": [nightly("eu-west-1", "3")],
        };
        const points = await json();
        assert.deepEqual(
            points.map(({ kind, region, generation }) => [kind, region, generation]),
            [
                ["snapshot", REGION, "a"],
                // RDS's own, which moto takes at once.
                ["snapshot", REGION, "a"],
                ["any second", REGION, "a"],
                ["recovery point", REGION, "a"],
                ["copy", "eu-west-1", "a"],
            ],
        );
        assert.match(points.map(({ to }) => to).join(" "), /^(rds:\S+ )?shop-live-a-before-release /);
        assert.deepEqual(
            [points[2]?.from, points[2]?.resourceId],
            ["2026-11-07T03:10:00.000Z", WINDOW.resourceId],
        );
        assert.equal(points[3]?.sizeGb, 50);
    });

    it("tells what a weekly restore proved from what it only restored, and from what it never tried", async () => {
        backup.points = { [REGION]: ["1", "2", "3"].map((id) => nightly(REGION, id)) };
        backup.restoreJobs = [tried("1", "SUCCESSFUL"), tried("2")];
        const proofs = (await json())
            .filter(({ kind }) => kind === "recovery point")
            .map(({ proof }) => proof);
        assert.deepEqual(proofs, ["proven", "restored, not checked", "not yet"]);
    });

    it("exits 1 and says why when a restore of one failed, even if another of it went well", async () => {
        backup.points = { [REGION]: [nightly(REGION, "1")] };
        const why = { ValidationStatusMessage: "table public.orders is \u001b[31mmissing" };
        backup.restoreJobs = [tried("1", "SUCCESSFUL"), tried("1", "FAILED", why)];
        assert.equal(await main([], shop.world), 1);
        assert.match(shop.said, /a restore of arn:\S+awsbackup:1 failed: table public\.orders is missing/);
        assert.match(shop.data[0] ?? "", /recovery point +a +eu-central-1 +50 GiB +failed +arn:/);
    });

    it("lists what it can when the other region does not answer, says so and exits 1", async () => {
        backup.points = { [REGION]: [nightly(REGION, "1")], "eu-west-1": [nightly("eu-west-1", "3")] };
        aws.standIns.unshift(({ service, region }) =>
            service === "backup" && region === "eu-west-1"
                ? jsonError("AccessDeniedException", "no", 403)
                : undefined,
        );
        assert.equal(await main(["--json"], shop.world), 1);
        const points = JSON.parse(shop.data[0] ?? "") as Point[];
        assert.deepEqual([...new Set(points.map(({ region }) => region))], [REGION]);
        assert.match(
            shop.said,
            /The vault shop-live-copies in eu-west-1 could not be asked\. You may not backup:List/,
        );
    });

    it("exits 1 when nothing of what it lists can be restored yet", async () => {
        const none = `<DescribeDBSnapshotsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBSnapshotsResult><DBSnapshots/></DescribeDBSnapshotsResult></DescribeDBSnapshotsResponse>`;
        const isSnapshots = ({ action }: { action: string }) => action === "DescribeDBSnapshots";
        aws.standIns.unshift(windows([]), (call) =>
            isSnapshots(call) ? { headers: { "content-type": "text/xml" }, body: none } : undefined,
        );
        backup.points = { [REGION]: [{ ...nightly(REGION, "1"), Status: "PARTIAL" }] };
        assert.equal(await main([], shop.world), 1);
        assert.match(shop.said, /there is nothing to restore shop-live from yet: none of these is ready\./);
        assert.match(shop.data[0] ?? "", /not ready/);
    });

    it("ends by naming the command that restores", async () => {
        assert.equal(await main([], shop.world), 0);
        assert.match(shop.said, /Next: npm run restore -- --stack live --to /);
        assert.match(shop.data[0] ?? "", /^TIME \(UTC\) .*\n2.*any second since 2026-11-07T03:10:00Z/s);
    });

    it("stops at expired credentials before it asks for anything else", async () => {
        aws.standIns.unshift(({ service }) =>
            service === "sts" ? queryError("ExpiredToken", "The security token is expired", 403) : undefined,
        );
        assert.equal(await main([], shop.world), 2);
        assert.match(shop.said, /takes your credentials no more \(ExpiredToken.*aws sso login/);
        assert.deepEqual(
            aws.asked.filter((call) => !call.startsWith("sts:")),
            [],
        );
    });

    it("refuses credentials of another account", async () => {
        shop.outputs({ jobsDeadLettersUrl: "https://sqs.eu-central-1.amazonaws.com/999999999999/jobs-dead" });
        assert.equal(await main([], shop.world), 2);
        assert.match(shop.said, /for the account 123456789012, and live is in 999999999999/);
    });

    it("names the action that the person lacks", async () => {
        const text =
            "User: arn:aws:iam::1:user/x is not authorized to perform: backup:ListRestoreJobs on resource: *";
        aws.standIns.unshift(({ action }) =>
            action.includes("restore-jobs") ? jsonError("AccessDeniedException", text, 403) : undefined,
        );
        assert.equal(await main([], shop.world), 2);
        assert.match(
            shop.said,
            /You may not backup:ListRestoreJobs; let somebody give your role that action/,
        );
    });

    it("waits and asks again when AWS throttles it", async () => {
        let refused = 0;
        aws.standIns.unshift(({ action }) =>
            action === "DescribeDBSnapshots" && refused++ < 2
                ? queryError("Throttling", "Rate exceeded")
                : undefined,
        );
        assert.equal((await json()).filter(({ to }) => /before-release$/.test(to)).length, 1);
        assert.equal(refused, 3);
    });

    it("says what to do when there is no Pulumi CLI, no such stack, or nothing deployed", async () => {
        process.env.PATH = "/nonexistent";
        assert.equal(await main([], shop.world), 2);
        assert.match(shop.said, /no pulumi on PATH; install/);
        assert.equal(await main(["--stack", "prod"], shop.world), 2);
        assert.match(shop.said, /--stack is prod; use live\./);
    });
});
