import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CachePassword, type CachePasswordArgs } from "../../../../components/data/cache/password.ts";
import { placeFrom } from "../../../../functions/cache-password/place.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const right = (Action: string) => [{ Effect: "Allow" as const, Action, Resource: "arn:secret" }];
const args: CachePasswordArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
    code: { archive: new pulumi.asset.AssetArchive({}), sha256: "abc" },
    logGroupName: "/acme-staging/cache-password",
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cache: {
        place: { port: 6379, userId: "acme-staging-app", username: "app" },
        ...{ address: "cache.test", clientSecurityGroupId: "sg-client" },
    },
    secret: {
        id: "arn:secret",
        toRead: right("secretsmanager:GetSecretValue"),
        toRotate: right("secretsmanager:PutSecretValue"),
    },
    alertsTopicArn: "arn:alerts",
};
const lambda = "aws:lambda/function:Function";
const built = (changed: Partial<CachePasswordArgs> = {}) =>
    recorded(() => new CachePassword("cache-password", { ...args, ...changed }));

describe("CachePassword", () => {
    it("tells its function all that the function asks for", async () => {
        const { environment, timeout } = inputsOf(await built(), lambda) as {
            environment: { variables: Record<string, string> };
            timeout: number;
        };
        assert.deepEqual(placeFrom(environment.variables), {
            ...{ userId: "acme-staging-app", username: "app", host: "cache.test", port: 6379 },
            secret: "acme-staging/cache",
        });
        // Longer than the function waits for ElastiCache.
        assert.ok(timeout > 600, String(timeout));
    });

    it("runs inside the VPC, with the way to the cache and to AWS and no other", async () => {
        const made = await built();
        const { vpcConfig } = inputsOf(made, lambda) as { vpcConfig: object };
        const securityGroupIds = ["cache-password-id", "sg-client"];
        assert.deepEqual(vpcConfig, { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds });
        const out = inputsOf(made, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        assert.deepEqual([out.fromPort, out.toPort], [443, 443]);
        assert.ok(!made.some(({ type }) => type.includes("Ingress")));
    });

    it("may change this user and this secret, and no other", async () => {
        const { policy } = inputsOf(await built(), "aws:iam/rolePolicy:RolePolicy") as { policy: string };
        const { Statement } = JSON.parse(policy) as {
            Statement: { Action: string | string[]; Resource: string }[];
        };
        const of = (service: string) =>
            Statement.filter(({ Action }) => [Action].flat().some((one) => one.startsWith(`${service}:`)));
        assert.deepEqual(of("elasticache"), [
            {
                Effect: "Allow",
                Action: ["elasticache:DescribeUsers", "elasticache:ModifyUser"],
                Resource: "arn:aws:elasticache:eu-central-1:123456789012:user:acme-staging-app",
            },
        ]);
        assert.deepEqual(
            of("secretsmanager").map(({ Action, Resource }) => [Action, Resource]),
            ["GetSecretValue", "PutSecretValue"].map((one) => [`secretsmanager:${one}`, "arn:secret"]),
        );
    });

    it("is called at every deployment that changes its code or the cache's address", async () => {
        const invocation = inputsOf(await built(), "aws:lambda/invocation:Invocation");
        assert.deepEqual(invocation.triggers, { code: "abc", host: "cache.test" });
        assert.deepEqual(JSON.parse(String(invocation.input)), { action: "align" });
    });

    it("rotates the secret after 30 days, by Secrets Manager of this account, and not at once", async () => {
        const made = await built();
        const rotated = inputsOf(made, "aws:secretsmanager/secretRotation:SecretRotation");
        assert.deepEqual(
            [rotated.secretId, rotated.rotationRules, rotated.rotateImmediately],
            ["arn:secret", { automaticallyAfterDays: 30 }, false],
        );
        assert.equal(inputsOf(made, "aws:lambda/permission:Permission").sourceAccount, "123456789012");
    });

    it("tells when its function fails, with what to do", async () => {
        const alarm = inputsOf(await built(), "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
        assert.match(String(alarm.alarmDescription), /docs\/runbooks\/cache-password\.md/);
    });

    for (const rotationDays of [0, 91, 1.5]) {
        it(`refuses to rotate after ${rotationDays} days`, async () => {
            await recorded(() => {
                const build = () => new CachePassword("cache-password", { ...args, rotationDays });
                assert.throws(build, new RegExp(`rotationDays is ${rotationDays}; use 1 to 90`));
            });
        });
    }
});
