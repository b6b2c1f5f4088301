import assert from "node:assert/strict";
import { Backups, type BackupsArgs } from "../../../../components/data/recovery/backups.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: BackupsArgs = {
    accountId: "123456789012",
    tag: { key: "backup-plan", value: "acme-staging" },
    ...{ region: "eu-central-1", prefix: "acme-staging" },
    vault: { keepDays: 35 },
    copies: { region: "eu-west-1", keepDays: 14 },
    alertsTopicArn: "arn:alerts",
};

describe("Backups", () => {
    it("take a snapshot each night, never a continuous backup, and copy it to the other region", async () => {
        const made = await recorded(() => new Backups("backups", args));
        const { rules } = inputsOf(made, "aws:backup/plan:Plan") as { rules: Record<string, unknown>[] };
        assert.equal(rules.length, 1);
        const [rule] = rules;
        assert.equal(rule?.enableContinuousBackup, undefined);
        assert.equal(rule?.targetVaultName, "acme-staging");
        assert.deepEqual(rule?.lifecycle, { deleteAfter: 35 });
        assert.deepEqual(rule?.copyActions, [
            {
                destinationVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:acme-staging-copies",
                lifecycle: { deleteAfter: 14 },
            },
        ]);
    });

    it("choose the databases of this account and region, and the buckets, that wear the tag", async () => {
        const made = await recorded(() => new Backups("backups", args));
        const selections = made.filter(({ type }) => type === "aws:backup/selection:Selection");
        assert.deepEqual(selections.map(({ inputs }) => String(inputs.resources)).sort(), [
            "arn:aws:rds:eu-central-1:123456789012:db:*",
            "arn:aws:s3:::*",
        ]);
        for (const { inputs } of selections)
            assert.deepEqual(inputs.conditions, [
                { stringEquals: [{ key: "aws:ResourceTag/backup-plan", value: "acme-staging" }] },
            ]);
    });

    it("may take snapshots and read buckets, and may not restore", async () => {
        const made = await recorded(() => new Backups("backups", args));
        const rights = made.filter(
            ({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        );
        assert.deepEqual(rights.map(({ inputs }) => String(inputs.policyArn)).sort(), [
            "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
            "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        ]);
        const { assumeRolePolicy } = inputsOf(made, "aws:iam/role:Role");
        assert.match(String(assumeRolePolicy), /"Service":"backup\.amazonaws\.com"/);
    });

    it("refuse copies in the vault's own region", async () => {
        await recorded(() => {
            const copies = { ...args.copies, region: "eu-central-1" };
            assert.throws(
                () => new Backups("backups", { ...args, copies }),
                /copies\.region is eu-central-1, the vault's own; use another region/,
            );
        });
    });

    it("tell how every job of the vault ended: a backup that fails is silent otherwise", async () => {
        const made = await recorded(() => new Backups("backups", args));
        const told = inputsOf(made, "aws:backup/vaultNotifications:VaultNotifications");
        assert.deepEqual([told.backupVaultName, told.snsTopicArn], ["acme-staging", "arn:alerts"]);
        const kinds = (told.backupVaultEvents as string[]).map((event) => event.split("_")[0]);
        assert.deepEqual(kinds.sort(), ["BACKUP", "COPY", "RESTORE"]);
    });
});
