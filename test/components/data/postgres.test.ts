import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Postgres, type PostgresArgs } from "../../../components/data/postgres.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: PostgresArgs = {
    identifier: "acme-staging",
    generations: { a: { version: "18" } },
    active: "a",
    network: { vpcId: "vpc-1", isolatedSubnetIds: ["subnet-1", "subnet-2"] },
    kmsKeyArn: "arn:key",
    instance: "t4g.medium",
    storageGb: 50,
    maxStorageGb: 200,
    backupDays: 14,
    logs: { kmsKeyArn: "arn:logs-key", retentionDays: 30 },
    tag: { key: "backup-plan", value: "acme-staging" },
};

describe("Postgres", () => {
    for (const identifier of ["Acme", "1st", "a--b", "a-", "a".repeat(49), ""]) {
        it(`refuses the identifier "${identifier}", which RDS would refuse`, async () => {
            await recorded(() => {
                assert.throws(
                    () => new Postgres("postgres", { ...args, identifier }),
                    /identifier is .*; use at most 48/,
                );
            });
        });
    }

    it("hands its password to the instance as a secret", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const { password } = inputsOf(made, "aws:rds/instance:Instance") as { password: object };
        assert.ok(
            Object.values(password).includes("1b47061264138c4ac30d75fd1eb44270"),
            "the wire's mark of a secret",
        );
    });

    it("tells how to connect in the words of AWS's own database secrets, as a secret", async () => {
        let seen: Promise<unknown> | undefined;
        await recorded(() => {
            const { connection } = new Postgres("postgres", args);
            seen = new Promise((resolve) => connection.apply((text) => resolve(JSON.parse(text))));
            seen = Promise.all([seen, pulumi.isSecret(connection)]);
        });
        const login = { dbname: "app", username: "app_owner", password: "postgres" };
        assert.deepEqual(await seen, [
            { engine: "postgres", host: "postgres-a.test", port: 5432, ...login },
            true,
        ]);
    });

    it("has a log group with a key and an end for every log that RDS writes", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const groups = made
            .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
            .map(({ inputs }) => inputs);
        const exported = inputsOf(made, "aws:rds/instance:Instance").enabledCloudwatchLogsExports as string[];
        assert.deepEqual(
            groups.map(({ name }) => name).sort(),
            exported.map((log) => `/aws/rds/instance/acme-staging-a/${log}`).sort(),
        );
        assert.ok(groups.every((group) => group.retentionInDays === 30 && group.kmsKeyId === "arn:logs-key"));
    });

    it("stops a statement after 5 s, and a lock before that, so that the error says which it was", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const list = inputsOf(made, "aws:rds/parameterGroup:ParameterGroup").parameters as {
            name: string;
            value: string;
        }[];
        const value = (name: string) => Number(list.find((one) => one.name === name)?.value);
        assert.equal(value("statement_timeout"), 5000);
        assert.ok(value("lock_timeout") < value("statement_timeout"));
    });

    it("opens its port to one security group and to no address", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const inward = inputsOf(made, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        assert.equal(inward.referencedSecurityGroupId, "postgres-client-id");
        assert.equal(inward.cidrIpv4, undefined);
    });
});
