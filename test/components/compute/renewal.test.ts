import assert from "node:assert/strict";
import { Renewal } from "../../../components/compute/renewal.ts";
import { inputsOf, recorded } from "../recorded.ts";

const made = () =>
    recorded(
        () =>
            new Renewal("renewal", {
                ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
                cluster: { clusterName: "cluster" },
                services: { pooler: { serviceName: "pooler-1" }, app: { serviceName: "app-1" } },
                alertsTopicArn: "arn:alerts",
                unheardAlertsArn: "arn:unheard",
            }),
    );
const schedules = async () => (await made()).filter(({ type }) => type === "aws:scheduler/schedule:Schedule");

describe("Renewal", () => {
    it("deploys each service anew once a week, one after the other, in the order that was given", async () => {
        const found = (await schedules()).map(({ inputs }) => [
            inputs.scheduleExpression,
            JSON.parse((inputs.target as { input: string }).input),
        ]);
        const again = { Cluster: "cluster", ForceNewDeployment: true };
        assert.deepEqual(found, [
            ["cron(0 8 ? * WED *)", { ...again, Service: "pooler-1" }],
            ["cron(0 9 ? * WED *)", { ...again, Service: "app-1" }],
        ]);
    });

    it("may update these services and nothing else, for schedules of this account", async () => {
        const all = await made();
        const { Statement } = JSON.parse(String(inputsOf(all, "aws:iam/rolePolicy:RolePolicy").policy)) as {
            Statement: object[];
        };
        const service = "arn:aws:ecs:eu-central-1:123456789012:service/cluster";
        const Resource = [`${service}/pooler-1`, `${service}/app-1`];
        assert.deepEqual(Statement, [{ Effect: "Allow", Action: "ecs:UpdateService", Resource }]);
        const trust = String(inputsOf(all, "aws:iam/role:Role").assumeRolePolicy);
        assert.match(trust, /"aws:SourceAccount":"123456789012"/);
    });

    it("tells of a deployment that failed and of a call that never got through", async () => {
        const all = await made();
        const { eventPattern } = inputsOf(all, "aws:cloudwatch/eventRule:EventRule");
        assert.match(String(eventPattern), /SERVICE_DEPLOYMENT_FAILED/);
        assert.equal(inputsOf(all, "aws:cloudwatch/eventTarget:EventTarget").arn, "arn:alerts");
        const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
        // The metric is of the group, so the schedules must be in it.
        const group = inputsOf(all, "aws:scheduler/scheduleGroup:ScheduleGroup").name;
        assert.deepEqual(alarm.dimensions, { ScheduleGroup: group });
        for (const { inputs } of await schedules()) assert.equal(inputs.groupName, group);
    });
});
