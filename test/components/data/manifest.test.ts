import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Manifest, type ManifestArgs } from "../../../components/data/manifest.ts";
import { readEvent } from "../../../functions/manifest/event.ts";
import { placeFrom } from "../../../functions/manifest/sign-in.ts";
import { IAM_USERS } from "../../../functions/roles/purposes.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const invariants = { "no total is negative": { sql: "SELECT 1", expected: 1 } };

function args(): ManifestArgs {
    return {
        ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
        code: { archive: new pulumi.asset.AssetArchive({}) },
        logGroupName: "/acme-staging/manifest",
        network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
        database: {
            place: { port: 5432, dbName: "app" },
            address: "db.test",
            clientSecurityGroupId: "sg-client",
        },
        invariants,
        roles: { ready: new pulumi.ComponentResource("test:Ready", "ready") },
        alertsTopicArn: "arn:aws:sns:eu-central-1:123456789012:acme-staging-alerts",
    };
}
const build = () => recorded(() => void new Manifest("manifest", args()));
const of = (made: Made[], type: string, name: string) => inputsOf(made, type, `manifest-${name}`);
const lambda = "aws:lambda/function:Function";
const schedule = "aws:scheduler/schedule:Schedule";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("Manifest", () => {
    it("has the heart beat every minute and a manifest written every hour, away from the full one, on the dot", async () => {
        const made = await build();
        for (const [action, expression] of [
            ["heartbeat", "rate(1 minute)"],
            ["manifest", "cron(17 * * * ? *)"],
        ] as const) {
            const { scheduleExpression, flexibleTimeWindow, target } = of(made, schedule, action);
            assert.equal(scheduleExpression, expression);
            assert.deepEqual(flexibleTimeWindow, { mode: "OFF" });
            const { arn, input } = target as Record<string, string>;
            assert.equal(arn, `arn:manifest-${action}`);
            const wanted = action === "heartbeat" ? { action } : { action, invariants };
            assert.deepEqual(readEvent(JSON.parse(input!)), wanted);
        }
    });

    it("tries a manifest three times, and a heartbeat once, because the next one comes anyway", async () => {
        const made = await build();
        const type = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
        const calls = (name: string) => {
            const { functionName, ...patience } = of(made, type, name);
            assert.equal(functionName, `acme-staging-${name}`);
            return patience;
        };
        assert.deepEqual(calls("heartbeat"), { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
        assert.deepEqual(calls("manifest"), { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 1800 });
    });

    it("tells its functions all that they ask for, and a user that the roles have", async () => {
        const made = await build();
        for (const name of ["heartbeat", "manifest"]) {
            const { environment, vpcConfig } = of(made, lambda, name) as {
                environment: { variables: Record<string, string> };
                vpcConfig: { securityGroupIds: string[] };
            };
            const { user, ...place } = placeFrom(environment.variables);
            assert.deepEqual(place, { host: "db.test", port: 5432, database: "app" });
            assert.ok(IAM_USERS.includes(user), user);
            assert.ok(vpcConfig.securityGroupIds.includes("sg-client"));
        }
    });

    it("may sign in as that one user, and has no secret to read", async () => {
        const made = await build();
        for (const name of ["heartbeat", "manifest"]) {
            const { policy } = of(made, "aws:iam/rolePolicy:RolePolicy", name) as { policy: string };
            const { Statement } = JSON.parse(policy) as { Statement: { Action: string; Resource: string }[] };
            const own = Statement.filter(({ Action }) => !/ec2:|logs:/.test(String(Action)));
            assert.deepEqual(own, [
                {
                    Effect: "Allow",
                    Action: "rds-db:connect",
                    Resource: "arn:aws:rds-db:eu-central-1:123456789012:dbuser:*/witness_iam",
                },
            ]);
        }
    });

    it("is called by the scheduler of this account, which may call nothing else", async () => {
        const made = await build();
        const parsed = (text: unknown) => (JSON.parse(String(text)) as { Statement: object[] }).Statement[0];
        const { assumeRolePolicy } = of(made, "aws:iam/role:Role", "schedule");
        assert.deepEqual(parsed(assumeRolePolicy), {
            Effect: "Allow",
            Principal: { Service: "scheduler.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        });
        assert.deepEqual(parsed(of(made, "aws:iam/rolePolicy:RolePolicy", "schedule").policy), {
            Effect: "Allow",
            Action: "lambda:InvokeFunction",
            Resource: ["heartbeat", "manifest"].map(
                (one) => `arn:aws:lambda:eu-central-1:123456789012:function:acme-staging-${one}`,
            ),
        });
    });

    it("alerts on faults, and when nothing runs well any more: the heart for 5 minutes, manifests for 2 hours", async () => {
        const made = await build();
        const alarms = made.filter(({ type }) => type === alarm);
        assert.equal(alarms.length, 4);
        for (const { inputs } of alarms) {
            assert.match(
                String(inputs.alarmDescription),
                /docs\/runbooks\/manifest\.md says what to do\. It tells within \d+ minutes\.$/,
            );
            assert.deepEqual(inputs.alarmActions, [args().alertsTopicArn]);
        }
        const seconds = (name: string) => {
            const { metricQueries, evaluationPeriods, ...rest } = of(made, alarm, name) as {
                metricQueries: { expression?: string; metric?: { period: number; dimensions: object } }[];
                evaluationPeriods: number;
            } & Record<string, unknown>;
            assert.deepEqual([rest.threshold, rest.comparisonOperator], [1, "LessThanThreshold"]);
            assert.equal(rest.treatMissingData, "breaching");
            assert.ok(evaluationPeriods >= 2, "the newest is filled before its data is there");
            return metricQueries[1]!.metric!.period * evaluationPeriods;
        };
        // What functions/restore-check forgives: 300 s without a heartbeat, 7,200 s without a manifest.
        assert.deepEqual([seconds("heartbeat-missing"), seconds("missing")], [300, 7200]);
    });

    it("gives a manifest the time that its tables, its invariants and the rest may take", async () => {
        const { timeout } = of(await build(), lambda, "manifest");
        assert.ok(Number(timeout) >= 120 + 120 + 60, `${String(timeout)} s`);
    });
});
