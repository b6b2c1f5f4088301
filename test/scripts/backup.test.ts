import assert from "node:assert/strict";
import { CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { main } from "../../scripts/backup.ts";
import { awsFor, type Aws } from "../support/aws.ts";
import { backupService, type BackupService } from "../support/backup-service.ts";
import { ACCOUNT, REGION, TestEnvironment } from "../support/environment.ts";
import { inOneMinute } from "../support/one-minute.ts";

const ARN = `arn:aws:rds:${REGION}:${ACCOUNT}:db:shop-live-a`;

describe("npm run backup", () => {
    let aws: Aws;
    let backup: BackupService;
    let shop: TestEnvironment;
    before(async function () {
        aws = await awsFor(this);
        const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.medium", AllocatedStorage: 50 };
        const rds = new RDSClient({ region: REGION });
        await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: "shop-live-a", ...sized }));
    });
    after(() => aws?.stop());
    beforeEach(() => {
        aws.asked.length = aws.standIns.length = 0;
        backup = backupService();
        aws.standIns.push(backup.answer);
        shop = new TestEnvironment();
    });
    afterEach(() => shop.remove());

    it("takes one as the nightly plan does, waits for it, prints it and names the command that restores it", async () => {
        backup.progress = [
            { State: "RUNNING", PercentDone: "12.5" },
            { State: "RUNNING", PercentDone: "12.5" },
            { State: "COMPLETED" },
        ];
        assert.equal(await main([], shop.world), 0);
        const [{ IdempotencyToken, ...asked } = {}, ...others] = backup.started;
        assert.deepEqual(
            [asked, others],
            [
                {
                    BackupVaultName: "shop-live",
                    ResourceArn: ARN,
                    IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backups`,
                    Lifecycle: { DeleteAfterDays: 35 },
                },
                [],
            ],
        );
        assert.match(String(IdempotencyToken), /^shop-live-a-\d{4}-\d\d-\d\dT\d\d:\d\d$/);
        assert.equal(shop.said.match(/is running, 12\.5 %/g)?.length, 1);
        const point = `arn:aws:rds:${REGION}:${ACCOUNT}:snapshot:awsbackup:job-1`;
        assert.deepEqual(shop.data, [point]);
        assert.match(
            shop.said,
            new RegExp(`Next, to restore it: npm run restore -- --stack live --to ${point}$`),
        );
    });

    it("waits for the one that runs already, and starts no other", async () => {
        const mine = {
            ...{ BackupJobId: "nightly-7", BackupVaultName: "shop-live", State: "RUNNING", ResourceArn: ARN },
            CreationDate: Date.parse("2026-11-20T00:00:00Z") / 1000,
        };
        const other = { ...mine, BackupJobId: "other", ResourceArn: `${ARN}2` };
        const elsewhere = { ...mine, BackupJobId: "elsewhere", BackupVaultName: "Default" };
        backup.jobs.push({ ...mine, BackupJobId: "old", State: "COMPLETED" }, other, elsewhere, {
            ...mine,
            RecoveryPointArn: "arn:the-nightly-one",
        });
        assert.equal(await main([], shop.world), 0);
        assert.deepEqual([backup.started, shop.data], [[], ["arn:the-nightly-one"]]);
        assert.match(shop.said, /one is being taken already/);
        // What a person wants to have before a migration may not be in it.
        assert.match(shop.said, /begun at 2026-11-20T00:00:00Z: what was written since it may lack/);
    });

    it("twice at once is one backup", async () => {
        const codes = await inOneMinute(() => Promise.all([main([], shop.world), main([], shop.world)]));
        assert.deepEqual(codes, [0, 0]);
        assert.equal(backup.jobs.length, 1);
        assert.equal(new Set(shop.data).size, 1);
    });

    it("exits 1 and says AWS's reason when the job fails", async () => {
        backup.progress = [{ State: "FAILED", StatusMessage: "the instance is in its backup window" }];
        assert.equal(await main([], shop.world), 1);
        assert.match(
            shop.said,
            /job-1 ended without a backup\. FAILED: the instance is in its backup window/,
        );
        assert.deepEqual(shop.data, []);
    });

    it("starts nothing when the outputs that it needs are missing", async () => {
        shop.outputs({ backupPlanId: undefined });
        assert.equal(await main([], shop.world), 2);
        assert.match(shop.said, /has no output "backupPlanId"; deploy it with this version/);
        assert.deepEqual(backup.started, []);
    });
});
