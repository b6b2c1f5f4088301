import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SwitchRecord } from "../../../components/data/switch-record.ts";
import { Switch, type SwitchArgs } from "../../../components/data/switch.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const account = { accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" };
const rolesRight = { Effect: "Allow" as const, Action: "rds:DescribeDBInstances", Resource: "arn:roles" };
const args: Omit<SwitchArgs, "record"> = {
    ...account,
    code: { archive: new pulumi.asset.AssetArchive({}) },
    logGroupName: "/acme-staging/switch",
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    roles: { variables: { DATABASE_INSTANCE: "acme-staging-a" }, rights: [rolesRight] },
    database: { operatorSecurityGroupId: "sg-operator" },
    cluster: { clusterName: "main" },
    pooler: { serviceName: "pooler-1" },
    alertsTopicArn: "arn:alerts",
};
interface Statement {
    Action: string | string[];
    Resource: string;
    Condition?: Record<string, Record<string, string>>;
}

/** Both, as the program has them. */
const made = () =>
    recorded(() => {
        const record = new SwitchRecord("switch", { ...account, kmsKeyArn: "arn:key" });
        new Switch("switch", { ...args, record });
    });
const statementsOf = (all: Made[]) => {
    const { policy } = inputsOf(all, "aws:iam/rolePolicy:RolePolicy") as { policy: string };
    return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
};
const statementOf = (all: Made[], action: string) => {
    const found = statementsOf(all).filter(({ Action }) => [Action].flat().includes(action));
    assert.equal(found.length, 1, action);
    return found[0]!;
};
const here = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;

describe("the record of a change-over", () => {
    it("is a table that is found by its name, keeps no pooler that is gone, and can't be lost", async () => {
        const { attributes, hashKey, ...table } = inputsOf(await made(), "aws:dynamodb/table:Table");
        assert.deepEqual([attributes, hashKey], [[{ name: "id", type: "S" }], "id"]);
        assert.deepEqual(table, {
            name: "acme-staging-switch",
            billingMode: "PAY_PER_REQUEST",
            ttl: { enabled: true, attributeName: "expires" },
            serverSideEncryption: { enabled: true, kmsKeyArn: "arn:key" },
            pointInTimeRecovery: { enabled: true },
            deletionProtectionEnabled: true,
        });
    });

    it("lets a pooler read and write its items, and its key open this table alone", async () => {
        const all = await recorded(() => {
            const { toReport } = new SwitchRecord("switch", { ...account, kmsKeyArn: "arn:key" });
            const policy = pulumi.jsonStringify({ Statement: toReport });
            new aws.iam.RolePolicy("pooler", { role: "pooler", policy });
        });
        assert.deepEqual(statementsOf(all), [
            {
                Effect: "Allow",
                Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
                Resource: here("dynamodb", "table/acme-staging-switch"),
            },
            {
                Effect: "Allow",
                Action: ["kms:Decrypt"],
                Resource: here("kms", "key/*"),
                Condition: {
                    StringEquals: {
                        "kms:ViaService": "dynamodb.eu-central-1.amazonaws.com",
                        "kms:EncryptionContext:aws:dynamodb:tableName": "acme-staging-switch",
                    },
                },
            },
        ]);
    });
});

describe("Switch", () => {
    it("is told what the roles' function is, and where the poolers and their record are", async () => {
        const { name, environment, vpcConfig } = inputsOf(await made(), "aws:lambda/function:Function");
        assert.equal(name, "acme-staging-switch");
        const { NODE_EXTRA_CA_CERTS: _authorities, ...variables } = (
            environment as { variables: Record<string, string> }
        ).variables;
        assert.deepEqual(variables, {
            DATABASE_INSTANCE: "acme-staging-a",
            SWITCH_TABLE: "acme-staging-switch",
            CLUSTER: "main",
            POOLER_SERVICE: "pooler-1",
        });
        const { securityGroupIds } = vpcConfig as { securityGroupIds: string[] };
        assert.deepEqual(securityGroupIds, ["switch-id", "sg-operator"]);
    });

    it("may do in the database's name what the roles' function may, and see all items of the record", async () => {
        const all = await made();
        assert.deepEqual(statementOf(all, "rds:DescribeDBInstances"), rolesRight);
        const table = here("dynamodb", "table/acme-staging-switch");
        for (const action of ["GetItem", "PutItem", "UpdateItem", "Scan", "Query"])
            assert.equal(statementOf(all, `dynamodb:${action}`).Resource, table);
    });

    it("sees the tasks of this cluster and changes the scaling of services alone, and only where it may change the service", async () => {
        const all = await made();
        const service = here("ecs", "service/main/pooler-1");
        assert.equal(statementOf(all, "ecs:DescribeServices").Resource, service);
        assert.equal(statementOf(all, "ecs:UpdateService").Resource, service);
        assert.equal(statementOf(all, "ecs:DescribeTasks").Resource, here("ecs", "task/main/*"));
        const { Resource, Condition } = statementOf(all, "ecs:ListTasks");
        assert.deepEqual(
            [Resource, Condition],
            ["*", { ArnEquals: { "ecs:cluster": here("ecs", "cluster/main") } }],
        );
        const scaling = statementOf(all, "application-autoscaling:RegisterScalableTarget");
        assert.equal(scaling.Resource, here("application-autoscaling", "scalable-target/*"));
        assert.deepEqual(Object.values(scaling.Condition!.StringEquals!), [
            "ecs",
            "ecs:service:DesiredCount",
        ]);
    });

    it("is called by people alone: nothing has a permission, and Lambda tries nothing a second time", async () => {
        const all = await made();
        assert.ok(!all.some(({ type }) => /lambda\/(permission|invocation)|schedule|eventTarget/.test(type)));
        const again = inputsOf(all, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
        assert.deepEqual([again.functionName, again.maximumRetryAttempts], ["acme-staging-switch", 0]);
    });

    it("tells when a change was refused or cancelled, with what to do", async () => {
        const alarm = inputsOf(await made(), "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
        assert.match(String(alarm.alarmDescription), /docs\/runbooks\/cutover\.md/);
    });
});
