import assert from "node:assert/strict";
import { Keys } from "../../../components/guard/keys.ts";
import { inputsOf, recorded } from "../recorded.ts";

type Statement = { Principal: Record<string, string>; Condition?: unknown };

describe("Keys", () => {
    const args = { accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" };

    it("rotate by themselves, one for each purpose", async () => {
        const keys = (await recorded(() => new Keys("keys", args))).filter(
            ({ type }) => type === "aws:kms/key:Key",
        );
        const purposes = [
            "cache",
            "database",
            "evidence",
            "images",
            "logs",
            "messages",
            "secrets",
            "uploads",
        ];
        assert.deepEqual(
            keys.map(({ name }) => name).sort(),
            purposes.map((purpose) => `keys-${purpose}`),
        );
        assert.ok(keys.every(({ inputs }) => inputs.enableKeyRotation === true));
    });

    it("are open to this account, and to the log service for log groups of this account and region alone", async () => {
        const made = await recorded(() => new Keys("keys", args));
        const policy = String(inputsOf(made, "aws:kms/key:Key", "keys-logs").policy);
        const [account, service] = (JSON.parse(policy) as { Statement: [Statement, Statement] }).Statement;
        assert.deepEqual(account.Principal, { AWS: "arn:aws:iam::123456789012:root" });
        assert.deepEqual(service.Principal, { Service: "logs.eu-central-1.amazonaws.com" });
        assert.match(
            JSON.stringify(service.Condition),
            /arn:aws:logs:eu-central-1:123456789012:log-group:\*/,
        );
    });

    it("let EventBridge keep events and deliver to queues of this account and region, and nothing else", async () => {
        const made = await recorded(() => new Keys("keys", args));
        const policy = String(inputsOf(made, "aws:kms/key:Key", "keys-messages").policy);
        const [, ...statements] = (JSON.parse(policy) as { Statement: (Statement & { Action: string[] })[] })
            .Statement;
        assert.ok(statements.every(({ Principal }) => Principal.Service === "events.amazonaws.com"));
        const open = statements.filter(({ Condition }) => Condition === undefined);
        assert.deepEqual(
            open.flatMap(({ Action }) => Action),
            ["kms:DescribeKey"],
        );
        const bounds = statements.flatMap(({ Condition }) => (Condition ? JSON.stringify(Condition) : []));
        assert.deepEqual(bounds, [
            '{"ArnLike":{"kms:EncryptionContext:aws:events:event-bus:arn":"arn:aws:events:eu-central-1:123456789012:event-bus/*"}}',
            '{"ArnLike":{"kms:EncryptionContext:aws:sqs:arn":"arn:aws:sqs:eu-central-1:123456789012:*"}}',
        ]);
    });
});
