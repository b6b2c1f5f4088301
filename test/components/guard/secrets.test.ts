import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Secrets } from "../../../components/guard/secrets.ts";
import { inputsOf, recorded } from "../recorded.ts";

const account = { accountId: "123456789012", region: "eu-central-1" };
const args = { ...account, prefix: "acme-staging", kmsKeyArn: "arn:key" };
const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:acme-staging/database";

describe("Secrets", () => {
    it("has names that are known before anything is made, and keeps a deleted secret for 30 days", async () => {
        const made = await recorded(
            () => new Secrets("secrets", { ...args, values: { database: "hunter2" } }),
        );
        const secret = inputsOf(made, "aws:secretsmanager/secret:Secret");
        assert.equal(secret.name, "acme-staging/database");
        assert.equal(secret.recoveryWindowInDays, 30);
        assert.equal(secret.kmsKeyId, "arn:key");
    });

    it("hands its value over as a secret", async () => {
        const made = await recorded(
            () => new Secrets("secrets", { ...args, values: { database: "hunter2" } }),
        );
        const { secretString } = inputsOf(made, "aws:secretsmanager/secretVersion:SecretVersion");
        const isMarked = Object.values(secretString as object).includes("1b47061264138c4ac30d75fd1eb44270");
        assert.ok(isMarked, "the wire's mark of a secret");
    });

    it("lets a reader open that secret, by name and six characters, and no other", async () => {
        let rights: Promise<unknown> | undefined;
        await recorded(() => {
            const { made } = new Secrets("secrets", { ...args, values: { database: "hunter2" } });
            const { arn: partial, toRead } = made.database;
            rights = new Promise((resolve) => pulumi.all([partial, toRead]).apply(resolve));
        });
        const complete = `${arn}-??????`;
        assert.deepEqual(await rights, [
            arn,
            [
                { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: complete },
                {
                    Effect: "Allow",
                    Action: "kms:Decrypt",
                    Resource: "arn:aws:kms:eu-central-1:123456789012:key/*",
                    Condition: {
                        StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" },
                        StringLike: { "kms:EncryptionContext:SecretARN": complete },
                    },
                },
            ],
        ]);
    });

    it("keeps what others issue encrypted with the same key, where it is read by its full name and by nothing else", async () => {
        let seen: Promise<unknown> | undefined;
        const made = await recorded(() => {
            const { issued } = new Secrets("secrets", {
                ...{ ...args, values: {} },
                issued: { SENTRY_DSN: "https://0@o1.ingest.sentry.io/1" },
            }).made;
            const { arn: own, toRead } = issued.SENTRY_DSN!;
            seen = new Promise((resolve) => pulumi.all([own, toRead]).apply(resolve));
        });
        const { value, ...inputs } = inputsOf(made, "aws:ssm/parameter:Parameter");
        const name = "/acme-staging/issued/SENTRY_DSN";
        assert.deepEqual(inputs, { name, type: "SecureString", keyId: "arn:key" });
        assert.ok(Object.values(value as object).includes("1b47061264138c4ac30d75fd1eb44270"), "a secret");
        const parameter = `arn:aws:ssm:eu-central-1:123456789012:parameter${name}`;
        const [own, [get, decrypt]] = (await seen) as [string, { Condition: unknown }[]];
        assert.equal(own, parameter);
        assert.deepEqual(get, { Effect: "Allow", Action: "ssm:GetParameters", Resource: parameter });
        assert.deepEqual(decrypt!.Condition, {
            StringEquals: {
                "kms:ViaService": "ssm.eu-central-1.amazonaws.com",
                "kms:EncryptionContext:PARAMETER_ARN": parameter,
            },
        });
    });

    it("refuses a name that ends in a hyphen and six characters, which AWS would take for its own end", async () => {
        await recorded(() => {
            assert.throws(
                () => new Secrets("secrets", { ...args, values: { "api-secret": "hunter2" } }),
                /acme-staging\/api-secret ends in a hyphen and six characters; use another purpose\./,
            );
        });
    });

    it("leaves a value to what rotates the secret, and grants that one what it needs for this secret alone", async () => {
        let rights: Promise<unknown> | undefined;
        const made = await recorded(() => {
            const { database: one } = new Secrets("secrets", { ...args, values: { database: null } }).made;
            rights = new Promise((resolve) => pulumi.output(one.toRotate).apply(resolve));
        });
        assert.deepEqual(
            made.filter(({ type }) => type.includes("secretVersion")),
            [],
        );
        const [write, key] = (await rights) as { Action: unknown; Resource: string }[];
        const actions = ["DescribeSecret", "PutSecretValue", "UpdateSecretVersionStage"];
        assert.deepEqual(
            write!.Action,
            actions.map((action) => `secretsmanager:${action}`),
        );
        assert.deepEqual([write!.Resource, key!.Action], [`${arn}-??????`, "kms:GenerateDataKey"]);
    });
});
