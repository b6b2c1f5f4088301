import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Cache, type CacheArgs } from "../../../components/data/cache.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: CacheArgs = {
    identifier: "acme-staging",
    network: {
        vpcId: "vpc-1",
        ...{ isolatedSubnetIds: ["subnet-1", "subnet-2"], privateSubnetIds: ["subnet-3", "subnet-4"] },
    },
    kmsKeyArn: "arn:key",
    node: "t4g.small",
    nodes: 2,
    logs: { kmsKeyArn: "arn:logs-key", retentionDays: 30 },
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
    code: { archive: new pulumi.asset.AssetArchive({}), sha256: "abc" },
    ...{ logGroupName: "/acme-staging/cache", alertsTopicArn: "arn:alerts" },
    secret: { id: "arn:secret", toRead: [], toRotate: [] },
};
const group = "aws:elasticache/replicationGroup:ReplicationGroup";
const user = "aws:elasticache/user:User";

describe("Cache", () => {
    for (const identifier of ["Acme", "1st", "a--b", "a-", "a".repeat(33), ""]) {
        it(`refuses the identifier "${identifier}", which ElastiCache would refuse here or as part of a longer name`, async () => {
            await recorded(() => {
                assert.throws(
                    () => new Cache("cache", { ...args, identifier }),
                    /identifier is .*; use at most 32/,
                );
            });
        });
    }

    for (const nodes of [1, 7, 2.5]) {
        it(`refuses ${nodes} nodes and says what to use`, async () => {
            await recorded(() => {
                const message = `cache: nodes is ${nodes}; use 2 to 6.`;
                assert.throws(() => new Cache("cache", { ...args, nodes }), { message });
            });
        });
    }

    it("tells where it is and whose user the application's is, and its password to ElastiCache alone", async () => {
        let cache: Cache | undefined;
        const made = await recorded(() => void (cache = new Cache("cache", args)));
        assert.deepEqual(cache?.place, { port: 6379, userId: "acme-staging-app", username: "app" });
        const { userId } = inputsOf(made, user, "cache-app");
        assert.equal(userId, cache.place.userId);
        const takers = made.filter(({ inputs }) => JSON.stringify(inputs).includes('"cache-app"'));
        assert.deepEqual(
            takers.map(({ type, name }) => [type, name]),
            [[user, "cache-app"]],
        );
    });

    it("hands each user a password of its own, as a secret, and turns the one off that a connection starts as", async () => {
        const made = await recorded(() => new Cache("cache", args));
        const [off, app] = ["cache-default", "cache-app"].map((name) => inputsOf(made, user, name));
        assert.equal(off?.userName, "default");
        assert.equal(off?.accessString, "off -@all");
        assert.equal(app?.userName, "app");
        for (const [mode, password] of [
            [off?.authenticationMode, "cache-default"],
            [app?.authenticationMode, "cache-app"],
        ] as const) {
            const text = JSON.stringify(mode);
            assert.ok(text.includes("1b47061264138c4ac30d75fd1eb44270"), "the wire's mark of a secret");
            assert.ok(text.includes(password), text);
        }
        const members = inputsOf(made, "aws:elasticache/userGroup:UserGroup");
        assert.deepEqual(members.userIds, ["acme-staging-default", "acme-staging-app"]);
        assert.deepEqual(inputsOf(made, group).userGroupIds, ["acme-staging"]);
    });

    it("keeps its slow queries and its own messages in log groups with a key and an end", async () => {
        const made = await recorded(() => new Cache("cache", args));
        const logs = made.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
        const delivered = inputsOf(made, group).logDeliveryConfigurations as Record<string, string>[];
        assert.deepEqual(
            delivered.map(({ logType, destination }) => [logType, destination]),
            ["slow-log", "engine-log"].map((log) => [log, `/aws/vendedlogs/elasticache/acme-staging/${log}`]),
        );
        assert.equal(logs.length, 2);
        assert.ok(
            logs.every(({ inputs }) => inputs.retentionInDays === 30 && inputs.kmsKeyId === "arn:logs-key"),
        );
    });

    it("makes room for new keys when it is full", async () => {
        const made = await recorded(() => new Cache("cache", args));
        assert.deepEqual(inputsOf(made, "aws:elasticache/parameterGroup:ParameterGroup").parameters, [
            { name: "maxmemory-policy", value: "allkeys-lru" },
        ]);
    });

    it("opens its port to one security group and to no address", async () => {
        const made = await recorded(() => new Cache("cache", args));
        const inward = inputsOf(made, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        assert.equal(inward.referencedSecurityGroupId, "cache-client-id");
        assert.equal(inward.cidrIpv4, undefined);
        assert.deepEqual([inward.fromPort, inward.toPort], [6379, 6379]);
    });
});
