import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Alarms, type AlarmsArgs } from "../../../components/watch/alarms.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: AlarmsArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "shop-production" },
    balancer: {
        measured: { loadBalancer: "app/a/1", targetGroups: { primary: "tg/b/2", alternate: "tg/c/3" } },
    },
    database: {
        place: { identifier: "shop-production-b" },
        identifiers: { a: "shop-production-a", b: "shop-production-b" },
    },
    connections: 413,
    cluster: { arn: "arn:cluster" },
    family: "shop-production",
    pageTopicArn: "arn:pages",
    ...{ cdn: { url: "https://shop.example.com" }, everyMinutes: 1, limitSeconds: 45, awake: undefined },
    code: { archive: new pulumi.asset.AssetArchive({}), sha256: "abc" },
    logs: { kmsKeyArn: "arn:logs", retentionDays: 30 },
    alertsTopicArn: "arn:alerts",
};
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
type Query = { id: string; expression?: string; metric?: { dimensions: Record<string, string> } };

describe("Alarms", () => {
    const built = () => recorded(() => new Alarms("alarms", args));

    it("judge each group of targets by itself, above a number of requests", async () => {
        const made = await built();
        for (const [what, value] of [
            ["errors", "100 * SUM([failed, lost]) / requests"],
            ["latency", "seconds"],
        ]) {
            for (const [group, targets] of Object.entries(args.balancer.measured.targetGroups)) {
                const queries = inputsOf(made, alarm, `${what}-${group}`).metricQueries as Query[];
                const groups = queries.flatMap(({ metric }) => metric?.dimensions.TargetGroup ?? []);
                assert.deepEqual([...new Set(groups)], [targets]);
                assert.equal(queries.at(-1)!.expression, `IF(requests >= 20, ${value}, 0)`);
            }
        }
    });

    it("ring at 5 percent of errors, 2 seconds, and 80 percent of the connections, and tell what to do", async () => {
        const made = await built();
        const thresholds = ["errors-primary", "latency-primary", "connections-b", "tasks-ended"].map(
            (name) => inputsOf(made, alarm, name).threshold,
        );
        assert.deepEqual(thresholds, [5, 2, 330, 2]);
        const before = ["errors-", "latency-", "connections-", "tasks-ended"];
        const own = made.filter(
            ({ type, name }) => type === alarm && before.some((one) => name.startsWith(one)),
        );
        assert.equal(own.length, 7);
        for (const { inputs } of own) {
            assert.match(String(inputs.alarmDescription), /npm run rollback .*docs\/runbooks\/release\.md/);
            assert.deepEqual(inputs.alarmActions, ["arn:alerts"]);
            assert.match(String(inputs.name), /^shop-production-/);
        }
    });

    it("count tasks of the application alone that end by themselves, not those that a scale-in stops", async () => {
        const made = await built();
        const rule = inputsOf(made, "aws:cloudwatch/eventRule:EventRule");
        const { detail } = JSON.parse(String(rule.eventPattern)) as { detail: Record<string, unknown> };
        assert.deepEqual(detail.taskDefinitionArn, [
            { prefix: "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-production:" },
        ]);
        assert.deepEqual(detail.stopCode, ["EssentialContainerExited", "TaskFailedToStart"]);
    });
});
