import assert from "node:assert/strict";
import {
    ApplicationAutoScalingClient,
    DescribeScalableTargetsCommand,
    RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
    CloudWatchClient,
    DeleteAlarmMuteRuleCommand,
    DescribeAlarmsCommand,
    PutAlarmMuteRuleCommand,
    PutMetricAlarmCommand,
    type DescribeAlarmsCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
    CreateClusterCommand,
    CreateServiceCommand,
    DescribeServicesCommand,
    ECSClient,
    RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { CreateDBInstanceCommand, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { State } from "../../../functions/sleep/plan.ts";
import { readSettings } from "../../../functions/sleep/settings.ts";
import { step } from "../../../functions/sleep/step.ts";
import { emptyMoto, motoProgram } from "../../support/moto.ts";
import { skipUnless } from "../../support/skip.ts";

const home = "eu-central-1";
const topic = `arn:aws:sns:${home}:123456789012:shop-live-alerts`;
const pages = `arn:aws:sns:${home}:123456789012:shop-live-pages`;
const edge = "arn:aws:sns:us-east-1:123456789012:shop-live-alerts";
const settings = readSettings({
    ...{ ENVIRONMENT: "shop-live", TIMEZONE: "UTC", WAKES_AT: "7", SLEEPS_AT: "20", CLUSTER: "shop" },
    ...{ SERVICES: "pooler,app", DATABASES: "shop-live-a", CHECKS: "shop-live-heartbeat" },
    ...{ ALERTS_TOPIC: topic, PAGE_TOPIC: pages, EDGE_TOPIC: edge },
    LOUD_ALARMS: "sleep-failed,shop-live-drill-",
});
const evening = new Date("2026-11-25T20:00:00Z");
const later = (minutes: number) => new Date(evening.getTime() + minutes * 60_000);
const input = JSON.stringify({ action: "heartbeat" });
const target = { Arn: `arn:aws:lambda:${home}:123456789012:function:f`, RoleArn: topic, Input: input };

describe("a step towards sleep, against AWS's own interfaces", () => {
    let rds: RDSClient, ecs: ECSClient, scaling: ApplicationAutoScalingClient;
    let scheduler: SchedulerClient, ssm: SSMClient;
    let alarms: (region: string) => CloudWatchClient;
    /** What moto lacks: the rules that mute, and alarms that are made of others. */
    const muted: Record<string, object> = {};
    const rules = [home, "us-east-1"].map((region) => `${region} shop-live-asleep-1`);
    const composites = { "users-are-hurt": pages, "app-burns": topic, "another-burns": `${pages}-other` };
    const drills = { "shop-live-drill-pages": pages, "shop-live-drill-alerts": topic };

    before(async function () {
        skipUnless(this, motoProgram(), "no moto: npm run servers");
        const endpoint = `http://127.0.0.1:${await emptyMoto(motoProgram()!)}`;
        const credentials = { accessKeyId: "test", secretAccessKey: "test" };
        const where = { region: home, endpoint, credentials };
        rds = new RDSClient(where);
        ecs = new ECSClient(where);
        scaling = new ApplicationAutoScalingClient(where);
        scheduler = new SchedulerClient(where);
        ssm = new SSMClient(where);
        alarms = (region) => {
            const client = new CloudWatchClient({ ...where, region });
            const send = client.send.bind(client);
            client.send = ((command: Parameters<typeof send>[0]) => {
                if (command instanceof PutAlarmMuteRuleCommand) {
                    const { Name, Rule, MuteTargets } = command.input;
                    muted[`${region} ${Name}`] = { ...MuteTargets, Schedule: Rule?.Schedule };
                } else if (command instanceof DeleteAlarmMuteRuleCommand)
                    delete muted[`${region} ${command.input.AlarmMuteRuleName}`];
                else if (command instanceof DescribeAlarmsCommand)
                    return described(command.input, send(command));
                else return send(command);
                return Promise.resolve({});
            }) as typeof client.send;
            return client;
        };
        const DBInstanceIdentifier = "shop-live-a";
        const db = { DBInstanceClass: "db.t4g.medium", Engine: "postgres", AllocatedStorage: 20 };
        const login = { MasterUsername: "master", MasterUserPassword: "a-password" };
        await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...db, ...login }));
        await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
        const containerDefinitions = [{ name: "app", image: "app", memory: 128 }];
        await ecs.send(new RegisterTaskDefinitionCommand({ family: "app", containerDefinitions }));
        for (const serviceName of ["pooler", "app"]) {
            const service = { cluster: "shop", serviceName, taskDefinition: "app", desiredCount: 3 };
            await ecs.send(new CreateServiceCommand(service));
            const of = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;
            const bounds = { ResourceId: `service/shop/${serviceName}`, MinCapacity: 2, MaxCapacity: 6 };
            await scaling.send(new RegisterScalableTargetCommand({ ...of, ...bounds }));
        }
        const schedule = { Name: "shop-live-heartbeat", ScheduleExpression: "rate(1 minute)" };
        const window = { FlexibleTimeWindow: { Mode: "OFF" } } as const;
        await scheduler.send(new CreateScheduleCommand({ ...schedule, ...window, Target: target }));
        for (const AlarmName of ["app-slow", "sleep-failed-1a2b3c4", "of-somebody-else", "cdn-errors"]) {
            const tells = AlarmName.startsWith("cdn") ? edge : topic;
            const AlarmActions = [AlarmName.startsWith("of") ? `${topic}-other` : tells];
            const metric = {
                Namespace: "A",
                MetricName: "B",
                Period: 60,
                EvaluationPeriods: 1,
                Threshold: 1,
            };
            const rings = { ComparisonOperator: "GreaterThanThreshold", Statistic: "Sum" } as const;
            await alarms(tells === edge ? "us-east-1" : home).send(
                new PutMetricAlarmCommand({ AlarmName, AlarmActions, ...metric, ...rings }),
            );
        }
    });

    /** Without the types it is about metrics alone, and an action's beginning finds others' as well, as at AWS. */
    const described = async (
        { AlarmTypes = [], ActionPrefix = "" }: DescribeAlarmsCommandInput,
        answer: Promise<object>,
    ) => {
        const found = Object.entries({ ...composites, ...drills }).filter(([, action]) =>
            action.startsWith(ActionPrefix),
        );
        const CompositeAlarms = found.map(([AlarmName, action]) => ({ AlarmName, AlarmActions: [action] }));
        return { ...(await answer), ...(AlarmTypes.includes("CompositeAlarm") && { CompositeAlarms }) };
    };

    const steps = async (from: number, to: number) => {
        for (let minute = from; minute < to; minute++)
            await step({ rds, ecs, scaling, scheduler, ssm, alarms }, settings, later(minute));
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "/shop-live/sleep" }));
        const found = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "shop-live-a" }));
        const { services = [] } = await ecs.send(
            new DescribeServicesCommand({ cluster: "shop", services: ["pooler", "app"] }),
        );
        const { ScalableTargets: targets = [] } = await scaling.send(
            new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" }),
        );
        const schedule = await scheduler.send(new GetScheduleCommand({ Name: "shop-live-heartbeat" }));
        return {
            is: (JSON.parse(Parameter!.Value!) as State).is,
            database: found.DBInstances?.[0]?.DBInstanceStatus,
            wanted: services.map(({ desiredCount }) => desiredCount),
            bounds: targets.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]),
            suspended: targets.map(
                ({ SuspendedState }) => SuspendedState?.DynamicScalingOutSuspended ?? false,
            ),
            schedule,
        };
    };

    it("puts everything to sleep, keeps the bounds of scaling, and mutes this environment's alarms alone, those of the edge in their own region", async () => {
        assert.equal((await steps(-40, -39)).is, "awake");
        const { schedule, ...night } = await steps(0, 8);
        const still = { database: "stopped", wanted: [0, 0], suspended: [true, true] };
        const bounds = [2, 2].map((least) => [least, 6]);
        assert.deepEqual(night, { is: "asleep", ...still, bounds });
        const Schedule = { Expression: "at(2026-11-25T20:01)", Duration: "PT720M" };
        assert.deepEqual(muted, {
            [rules[0]!]: { AlarmNames: ["app-burns", "app-slow", "users-are-hurt"], Schedule },
            [rules[1]!]: { AlarmNames: ["cdn-errors"], Schedule },
        });
        assert.equal(schedule.State, "DISABLED");
        assert.deepEqual([schedule.ScheduleExpression, schedule.Target?.Input], ["rate(1 minute)", input]);
    });

    it("is waked by a parameter, for as long as it says", async () => {
        const Name = "/shop-live/awake-until";
        const Value = later(120).toISOString();
        await ssm.send(new PutParameterCommand({ Name, Value, Type: "String" }));
        const { schedule, bounds, ...awake } = await steps(60, 66);
        const running = { wanted: [2, 2], suspended: [false, false] };
        assert.deepEqual(awake, { is: "awake", database: "available", ...running });
        assert.equal(bounds.length, 2);
        assert.equal(schedule.State, "ENABLED");
        assert.deepEqual(Object.keys(muted), rules);
        await steps(80, 81);
        assert.deepEqual(muted, {});
        const { is, database } = await steps(121, 129);
        assert.deepEqual([is, database], ["asleep", "stopped"]);
    });

    it("names a service that is gone, and what to do", async () => {
        const gone = { ...settings, services: ["pooler", "app", "worker"] };
        await assert.rejects(
            step({ rds, ecs, scaling, scheduler, ssm, alarms }, gone, later(0)),
            /worker is not to be found; run pulumi up/,
        );
    });

    it("says every variable that is wrong", () => {
        assert.throws(
            () => readSettings({ WAKES_AT: "25" }),
            /ENVIRONMENT is not set.*WAKES_AT is "25"; use an hour/,
        );
    });
});
