import assert from "node:assert/strict";
import { Objectives } from "../../../../components/watch/alarms/objectives.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args = {
    ...{ prefix: "shop-live", alertsTopicArn: "arn:alerts", pageTopicArn: "arn:pages" },
    balancer: {
        measured: { loadBalancer: "app/a/1", targetGroups: { primary: "tg/b/2", alternate: "tg/c/3" } },
    },
    uptime: { alarmName: "shop-live-uptime", withinMinutes: 5 },
    alarms: { requests: ["shop-live-errors-primary", "shop-live-errors-alternate"] },
};
const [one, composite] = [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
];
type Query = {
    id: string;
    expression?: string;
    metric?: { stat: string; period: number; metricName: string };
};

describe("Objectives", () => {
    const made = (changes: Partial<typeof args> = {}) =>
        recorded(() => new Objectives("objectives", { ...args, ...changes }));

    it("page a person by one alarm alone, and tell of the rest", async () => {
        const paging = (await made()).filter(({ inputs }) =>
            JSON.stringify(inputs.alarmActions)?.includes("arn:pages"),
        );
        assert.deepEqual(
            paging.map(({ name }) => name),
            ["users-are-hurt"],
        );
    });

    it("say that users are hurt for what fails, for what lasts, for nobody there, and for nothing slower", async () => {
        const { alarmRule, alarmName } = inputsOf(await made(), composite, "users-are-hurt");
        assert.equal(alarmName, "shop-live-users-are-hurt");
        assert.deepEqual(String(alarmRule).split(" OR "), [
            'ALARM("shop-live-errors-primary")',
            'ALARM("shop-live-errors-alternate")',
            'ALARM("shop-live-nobody-answers")',
            'ALARM("shop-live-uptime")',
            'ALARM("shop-live-available-fast")',
        ]);
    });

    it("count the tasks that could answer in both groups, and take silence for nobody", async () => {
        const alarm = inputsOf(await made(), one, "nobody-answers");
        assert.equal((alarm.metricQueries as Query[]).at(-1)!.expression, "SUM([primary, alternate])");
        assert.deepEqual([alarm.comparisonOperator, alarm.threshold], ["LessThanThreshold", 1]);
        assert.equal(alarm.treatMissingData, "breaching");
    });

    it("join a long and a short window, at 14.4 and 6 times the loss of a month", async () => {
        const all = await made();
        const seen = [
            "available-fast-60m",
            "available-fast-5m",
            "quick-slow-360m",
            "first-byte-slow-30m",
        ].map((name) => {
            const { threshold, metricQueries, alarmActions } = inputsOf(all, one, name);
            assert.deepEqual(alarmActions, [], "The two of them together tell.");
            return [threshold, (metricQueries as Query[])[0]!.metric!.period];
        });
        assert.deepEqual(seen, [
            [1.44, 3600],
            [1.44, 300],
            [30, 21_600],
            [6, 1800],
        ]);
        const { alarmRule, alarmActions } = inputsOf(all, composite, "quick-slow");
        assert.equal(alarmRule, 'ALARM("shop-live-quick-slow-360m") AND ALARM("shop-live-quick-slow-30m")');
        assert.deepEqual(alarmActions, ["arn:alerts"]);
    });

    it("ask for the share of requests within 100 and 200 ms, and say nothing of fewer than 20 in the long window", async () => {
        const all = await made();
        for (const [name = "", stat, least] of [
            ["quick-fast-60m", "PR(:0.1)", "20"],
            ["first-byte-fast-5m", "PR(:0.2)", "1"],
        ]) {
            const queries = inputsOf(all, one, name).metricQueries as Query[];
            assert.equal(
                queries.find(({ metric }) => metric?.metricName === "TargetResponseTime")!.metric!.stat,
                stat,
            );
            assert.equal(queries.at(-1)!.expression, `IF(requests >= ${least}, 100 - within, 0)`);
        }
    });

    it("say how long the page takes where somebody looks from outside every 5 minutes only", async () => {
        const uptime = { ...args.uptime, withinMinutes: 17 };
        const { alarmDescription } = inputsOf(await made({ uptime }), composite, "users-are-hurt");
        assert.match(
            String(alarmDescription),
            /All but what a look from outside alone sees within 5 minutes\. It tells within 17 minutes\.$/,
        );
    });

    it("name the page on what to do, and how long it takes to ring", async () => {
        for (const { inputs } of (await made()).filter(({ type }) => type === composite))
            assert.match(
                String(inputs.alarmDescription),
                /docs\/runbooks\/users-are-hurt\.md It tells within (5|60|360) minutes\.$/,
            );
    });
});
