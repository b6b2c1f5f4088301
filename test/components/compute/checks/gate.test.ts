import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Gate, type GateArgs } from "../../../../components/compute/checks/gate.ts";
import { readSettings } from "../../../../functions/gate/settings.ts";
import { inputsOf, recorded, type Made } from "../../recorded.ts";

interface Statement {
    Effect: string;
    Action: string | string[];
    Resource: string | string[];
}
interface Container {
    image: string;
    command: string[];
    user: string;
    environment: object[];
    secrets: { name: string; valueFrom: string }[];
}
const digest = `@sha256:${"ab".repeat(32)}`;
const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop${digest}`;

describe("Gate", () => {
    let made: Made[];
    let hook: object;
    const make = (changes: Partial<GateArgs> = {}) =>
        recorded(() => {
            const value = new pulumi.ComponentResource("test:Value", "value");
            const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-live/migrator";
            const gate = new Gate("gate", {
                ...{ accountId: "123456789012", region: "eu-central-1", prefix: "shop-live" },
                network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
                cluster: { clusterName: "live" },
                logGroupName: "/shop-live/gate",
                logs: { migrations: { name: "/shop-live/migrations" } },
                code: { archive: new pulumi.asset.AssetArchive({}) },
                kmsKeyArn: "arn:key",
                alarmNames: ["shop-live-errors", pulumi.output("shop-live-latency")],
                task: { containerName: "app" },
                ...{ image, cpuArchitecture: "ARM64", migrations: ["node", "/app/migrate.js"] },
                login: {
                    arn: secret,
                    value,
                    toRead: [{ Effect: "Allow", Action: "read", Resource: secret }],
                },
                database: { place: { port: 5432 }, operatorSecurityGroupId: "sg-database" },
                alertsTopicArn: "arn:alerts",
                ...changes,
            });
            const { functionArn, ...when } = gate.hook;
            functionArn.apply((arn) => (hook = { functionArn: arn, ...when }));
        });
    before(async () => void (made = await make()));

    const variables = (all = made) => {
        const { environment } = inputsOf(all, "aws:lambda/function:Function");
        return (environment as { variables: Record<string, string> }).variables;
    };
    const allowed = (name: string, all = made) => {
        const { policy } = inputsOf(all, "aws:iam/rolePolicy:RolePolicy", name);
        const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
        return statements.filter(({ Effect }) => Effect === "Allow");
    };
    const container = () => {
        const { containerDefinitions } = inputsOf(made, "aws:ecs/taskDefinition:TaskDefinition");
        return (JSON.parse(String(containerDefinitions)) as Container[])[0]!;
    };

    it("is asked before a new version starts, and for longer than its own limit", () => {
        assert.deepEqual(hook, {
            ...{ functionArn: "arn:gate", functionName: "shop-live-gate" },
            ...{ stages: ["PRE_SCALE_UP"], minutes: 32 },
        });
        assert.equal(inputsOf(made, "aws:lambda/function:Function").timeout, 60);
        assert.equal(variables().LIMIT_SECONDS, "1800");
    });

    it("tells the function what it reads: all alarms, the table, the task and where it runs", () => {
        const { alarms, table, migration, ...rest } = readSettings(variables());
        assert.deepEqual([alarms, table], [["shop-live-errors", "shop-live-latency"], "shop-live-releases"]);
        assert.deepEqual(rest, { cluster: "live", container: "app", limitSeconds: 1800 });
        assert.deepEqual(migration, {
            ...{ taskDefinition: "arn:gate-migrations", container: "migrate" },
            logGroup: "/shop-live/migrations",
            ...{ subnets: ["subnet-1", "subnet-2"], securityGroups: ["gate-migrations-id", "sg-database"] },
        });
    });

    it("keeps what was announced: nothing expires, or is deleted by accident", () => {
        const { name, ttl, ...table } = inputsOf(made, "aws:dynamodb/table:Table");
        assert.deepEqual([name, ttl], ["shop-live-releases", undefined]);
        assert.deepEqual(table.serverSideEncryption, { enabled: true, kmsKeyArn: "arn:key" });
        assert.deepEqual(
            [table.pointInTimeRecovery, table.deletionProtectionEnabled],
            [{ enabled: true }, true],
        );
        const actions = allowed("gate").flatMap(({ Action }) => Action);
        assert.deepEqual(
            actions.filter((one) => one.startsWith("dynamodb:")),
            ["GetItem", "Query", "PutItem", "UpdateItem"].map((action) => `dynamodb:${action}`),
        );
    });

    it("migrates with the released image as the migrator, past the poolers, and with no right in AWS", () => {
        const { image: migrates, command, environment, secrets, user } = container();
        assert.deepEqual([migrates, command, user], [image, ["node", "/app/migrate.js"], "10001:10001"]);
        assert.deepEqual(environment, [
            { name: "PGPORT", value: "5432" },
            { name: "PGSSLMODE", value: "verify-full" },
        ]);
        const from = Object.fromEntries(
            secrets.map(({ name, valueFrom }) => [name, valueFrom.split(":secret:")[1]]),
        );
        assert.deepEqual(from, {
            ...{ PGHOST: "shop-live/migrator:host::", PGDATABASE: "shop-live/migrator:dbname::" },
            ...{ PGUSER: "shop-live/migrator:username::", PGPASSWORD: "shop-live/migrator:password::" },
        });
        const policies = made
            .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
            .map(({ name }) => name);
        assert.deepEqual(policies.sort(), ["gate", "gate-migrations-start"]);
        const pulls = allowed("gate-migrations-start").flatMap(({ Action }) => Action);
        assert.ok(pulls.includes("ecr:BatchGetImage"));
    });

    it("may run that task and no other, and hand it its two roles", () => {
        const of = (action: string) =>
            allowed("gate").filter(({ Action }) => [Action].flat().includes(action));
        assert.deepEqual(
            of("ecs:RunTask").map(({ Resource }) => Resource),
            ["arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-live-migrations:*"],
        );
        assert.deepEqual(of("iam:PassRole")[0]!.Resource, [
            "arn:aws:iam::123456789012:role/gate-migrations-start",
            "arn:aws:iam::123456789012:role/gate-migrations-run",
        ]);
    });

    it("without migrations has no task, no right to run one, and says so to the function", async () => {
        const none = await make({ migrations: [] });
        assert.equal(readSettings(variables(none)).migration, undefined);
        assert.ok(!none.some(({ type }) => /taskDefinition/.test(type)));
        const actions = allowed("gate", none).flatMap(({ Action }) => Action);
        assert.ok(!actions.includes("ecs:RunTask") && actions.includes("cloudwatch:DescribeAlarms"));
    });

    it("tells a person when it broke off, and leads to the page that helps", () => {
        const alarm = inputsOf(made, "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual([alarm.metricName, alarm.alarmActions], ["Errors", ["arn:alerts"]]);
        assert.match(String(alarm.alarmDescription), /docs\/runbooks\/gate\.md/);
    });
});
