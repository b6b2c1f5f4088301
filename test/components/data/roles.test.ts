import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Roles, purposes, type RolesArgs } from "../../../components/data/roles.ts";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { placeFrom } from "../../../functions/roles/place.ts";
import { inputsOf, recorded } from "../recorded.ts";

const login = (name: string) => ({
    id: `arn:${name}`,
    toRead: [{ Effect: "Allow" as const, Action: "secretsmanager:GetSecretValue", Resource: `arn:${name}` }],
    toRotate: [
        { Effect: "Allow" as const, Action: "secretsmanager:PutSecretValue", Resource: `arn:${name}` },
    ],
});
const owners = Object.keys(purposes) as (keyof typeof purposes)[];
const args: RolesArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
    code: { archive: new pulumi.asset.AssetArchive({}), sha256: "abc" },
    logGroupName: "/acme-staging/roles",
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    database: {
        place: { identifier: "acme-staging-a", port: 5432, dbName: "app", master: "app_owner" },
        ...{ address: "db.test", operatorSecurityGroupId: "sg-operator" },
    },
    tag: { key: "backup-plan", value: "acme-staging" },
    logins: Object.fromEntries(owners.map((owner) => [owner, login(owner)])) as RolesArgs["logins"],
    alertsTopicArn: "arn:alerts",
};
type Statement = { Effect: string; Action: string | string[]; Resource: string; Condition?: object };
const lambda = "aws:lambda/function:Function";

describe("Roles", () => {
    it("tells its function all that the function asks for", async () => {
        const made = await recorded(() => new Roles("roles", args));
        const { environment } = inputsOf(made, lambda) as {
            environment: { variables: Record<string, string> };
        };
        assert.deepEqual(placeFrom(environment.variables), {
            ...{
                instance: "acme-staging-a",
                host: "db.test",
                port: 5432,
                database: "app",
                master: "app_owner",
            },
            ...{ prefix: "acme-staging", passwordDays: 90 },
        });
        assert.equal(environment.variables.NODE_EXTRA_CA_CERTS, "/var/runtime/ca-cert.pem");
    });

    it("runs inside the VPC, with the way to the database and to AWS and no other", async () => {
        const made = await recorded(() => new Roles("roles", args));
        const { vpcConfig } = inputsOf(made, lambda) as { vpcConfig: object };
        assert.deepEqual(vpcConfig, {
            subnetIds: ["subnet-1", "subnet-2"],
            securityGroupIds: ["roles-id", "sg-operator"],
        });
        const out = inputsOf(made, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        assert.deepEqual([out.fromPort, out.toPort], [443, 443]);
        assert.ok(!made.some(({ type }) => type.includes("Ingress")));
    });

    it("keeps a secret for the master and for every purpose that its function knows", () => {
        assert.deepEqual([...owners].sort(), ["master", ...purposeNames].sort());
    });

    it("may change this database's instances, these secrets and this log group, and not its own network", async () => {
        const made = await recorded(() => new Roles("roles", args));
        const { policy } = inputsOf(made, "aws:iam/rolePolicy:RolePolicy") as { policy: string };
        const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
        const forAll = Statement.filter(({ Resource }) => Resource === "*");
        assert.deepEqual(
            forAll.map(({ Effect }) => Effect),
            ["Allow", "Deny"],
        );
        assert.deepEqual(forAll[0]!.Action, forAll[1]!.Action);
        const rds = Statement.find(({ Action }) => Action.includes("rds:ModifyDBInstance"));
        assert.equal(rds!.Resource, "arn:aws:rds:eu-central-1:123456789012:db:*");
        assert.deepEqual(rds!.Condition, {
            StringEquals: { "aws:ResourceTag/backup-plan": "acme-staging" },
        });
        const secrets = Statement.filter(({ Action }) => String(Action).startsWith("secretsmanager:"));
        assert.deepEqual(
            [...new Set(secrets.map(({ Resource }) => Resource))],
            owners.map((owner) => `arn:${owner}`),
        );
    });

    it("is called at every deployment that changes its code or the database's address", async () => {
        const made = await recorded(() => new Roles("roles", args));
        const invocation = inputsOf(made, "aws:lambda/invocation:Invocation");
        assert.deepEqual(invocation.triggers, { code: "abc", host: "db.test" });
        assert.deepEqual(JSON.parse(String(invocation.input)), { action: "align" });
    });

    it("rotates every secret after 30 days, by Secrets Manager of this account, and none at once", async () => {
        const made = await recorded(() => new Roles("roles", args));
        const rotations = made.filter(({ type }) => type.includes("secretRotation"));
        assert.deepEqual(
            rotations.map(({ inputs }) => inputs.secretId).sort(),
            owners.map((one) => `arn:${one}`).sort(),
        );
        for (const { inputs } of rotations) {
            assert.deepEqual(inputs.rotationRules, { automaticallyAfterDays: 30 });
            assert.equal(inputs.rotateImmediately, false);
        }
        assert.equal(inputsOf(made, "aws:lambda/permission:Permission").sourceAccount, "123456789012");
    });

    it("tells when its function fails, with what to do", async () => {
        const alarm = inputsOf(
            await recorded(() => new Roles("roles", args)),
            "aws:cloudwatch/metricAlarm:MetricAlarm",
        );
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
        assert.match(String(alarm.alarmDescription), /docs\/runbooks\/rotation\.md/);
    });

    for (const rotationDays of [0, 91, 1.5]) {
        it(`refuses to rotate after ${rotationDays} days`, async () => {
            await recorded(() => {
                const build = () => new Roles("roles", { ...args, rotationDays });
                assert.throws(build, new RegExp(`rotationDays is ${rotationDays}; use 1 to 90`));
            });
        });
    }
});
