import assert from "node:assert/strict";
import { BackupAlerts } from "../../../components/data/backup-alerts.ts";
import { inputsOf, recorded } from "../recorded.ts";

type Statement = { Principal: Record<string, string>; Action: string | string[]; Resource: string };

const made = () =>
    recorded(
        () =>
            new BackupAlerts("backup-alerts", {
                accountId: "123456789012",
                prefix: "acme-staging",
                vault: { vaultName: "near" },
                email: "oncall@acme.dev",
            }),
    );
const statements = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const backup = { Service: "backup.amazonaws.com" };

describe("BackupAlerts", () => {
    it("mail what failed, and nothing of what went well", async () => {
        const subscription = inputsOf(await made(), "aws:sns/topicSubscription:TopicSubscription");
        assert.equal(subscription.protocol, "email");
        assert.equal(subscription.endpoint, "oncall@acme.dev");
        const filter: unknown = JSON.parse(String(subscription.filterPolicy));
        assert.deepEqual(filter, { State: [{ "anything-but": "COMPLETED" }] });
    });

    it("watch backups, copies and restores of the vault", async () => {
        const told = inputsOf(await made(), "aws:backup/vaultNotifications:VaultNotifications");
        assert.equal(told.backupVaultName, "near");
        const kinds = (told.backupVaultEvents as string[]).map((event) => event.split("_")[0]);
        assert.deepEqual(kinds.sort(), ["BACKUP", "COPY", "RESTORE"]);
    });

    it("let AWS Backup publish to the topic and use its key, and no other service", async () => {
        const all = await made();
        const [publish, ...others] = statements(inputsOf(all, "aws:sns/topicPolicy:TopicPolicy").policy);
        assert.deepEqual(others, []);
        assert.deepEqual(publish?.Principal, backup);
        assert.equal(publish?.Action, "sns:Publish");
        const [, use, ...more] = statements(inputsOf(all, "aws:kms/key:Key").policy);
        assert.deepEqual(more, []);
        assert.deepEqual(use?.Principal, backup);
        assert.deepEqual(use?.Action, ["kms:GenerateDataKey*", "kms:Decrypt"]);
        assert.equal(inputsOf(all, "aws:sns/topic:Topic").kmsMasterKeyId, "arn:backup-alerts");
    });
});
