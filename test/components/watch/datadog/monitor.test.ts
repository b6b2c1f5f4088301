import assert from "node:assert/strict";
import { monitorOf, type Alarm } from "../../../../components/watch/datadog/monitor.ts";
import { NoCounterpart } from "../../../../components/watch/datadog/no-counterpart.ts";
import { argsOf, objectiveOf, type Promised } from "../../../../components/watch/datadog/objective.ts";
import { throughClient } from "../../../support/datadog-client.ts";

const told = { accountId: "123456789012", prefix: "shop-live", notify: "@slack-ops" };
const alarm: Alarm = {
    alarmDescription: "The database is busy. docs/runbooks/saturation.md It tells within 20 minutes.",
    ...{ comparisonOperator: "GreaterThanThreshold", threshold: 80, evaluationPeriods: 3, period: 300 },
    ...{ namespace: "AWS/RDS", metricName: "CPUUtilization", statistic: "Average" },
    dimensions: { DBInstanceIdentifier: "Shop_A" },
};
const of = (changes: Partial<Alarm>) => monitorOf("busy", { ...alarm, ...changes }, told);
const counted = (expression: string): Partial<Alarm> => {
    const metric = (metricName: string) => ({
        ...{ namespace: "AWS/ApplicationELB", metricName, stat: "Sum", period: 60 },
        dimensions: { LoadBalancer: "app/a/1" },
    });
    return {
        ...{ namespace: undefined, metricName: undefined, statistic: undefined },
        metricQueries: [
            { id: "requests", metric: metric("RequestCount") },
            { id: "failed", metric: metric("HTTPCode_Target_5XX_Count") },
            { id: "judged", expression },
        ],
    };
};

describe("a monitor of Datadog's", () => {
    it("rings when the best of so many periods is bad, and says what to do, without CloudWatch's promise of when", () => {
        const { query, message, options } = of({});
        const asked = "avg:aws.rds.cpuutilization{aws_account:123456789012 AND dbinstanceidentifier:shop_a}";
        assert.equal(query, `min(last_15m):${asked}.rollup(avg, 300) > 80`);
        assert.match(
            message,
            /^The database is busy\. docs\/runbooks\/saturation\.md\n\nCloudWatch's alarm busy rings/,
        );
        assert.match(message, /\n\n@slack-ops$/);
        assert.equal(options.notify_no_data, false);
        const less = of({ comparisonOperator: "LessThanOrEqualToThreshold", datapointsToAlarm: 2 });
        assert.equal(less.query, `max(last_10m):${asked}.rollup(avg, 300) <= 80`);
    });

    it("waits for numbers as long as they are late, and tells that there are none where CloudWatch does", () => {
        assert.equal(of({}).options.evaluation_delay, 1200);
        assert.equal(of({ period: 60 }).options.evaluation_delay, 900);
        const missed = of({ period: 60, treatMissingData: "breaching" }).options;
        assert.deepEqual([missed.notify_no_data, missed.no_data_timeframe], [true, 30]);
    });

    it("says nothing below a number of requests, and counts what has no data for nothing", () => {
        const { query } = of(counted("IF(requests >= 20, 100 * SUM([failed]) / requests, 0)"));
        const [requests, failed] = ["request_count", "httpcode_target_5xx"].map(
            (name) =>
                `sum:aws.applicationelb.${name}{aws_account:123456789012 AND loadbalancer:app/a/1}.rollup(sum, 60)`,
        ) as [string, string];
        assert.equal(
            query,
            `min(last_3m):(100 * (default_zero(${failed})) / ${requests} + 0 * cutoff_min(${requests}, 20)) > 80`,
        );
    });

    it("leaves out of the larger of two what Datadog can't see, and is none where it sees neither", () => {
        const dimensions = { LoadBalancer: "app/a/1" };
        const answered = {
            ...{ namespace: "AWS/ApplicationELB", metricName: "TargetResponseTime", stat: "SampleCount" },
            ...{ period: 60, dimensions },
        };
        const judging = (expression: string) => {
            const { metricQueries, ...rest } = counted(expression);
            return of({ ...rest, metricQueries: [{ id: "answered", metric: answered }, ...metricQueries!] });
        };
        assert.match(
            judging("100 * MAX([failed, answered]) / requests").query,
            /^min\(last_3m\):100 \* default_zero\(sum:aws\.applicationelb\.httpcode_target_5xx\{[^}]+\}\.rollup\(sum, 60\)\) \/ sum:/,
        );
        for (const expression of ["answered / requests", "MAX([answered, answered])"])
            assert.throws(
                () => judging(expression),
                (error: Error) => error instanceof NoCounterpart,
            );
    });

    it("is none where Datadog can't say the same, for a reason that names it", () => {
        const none: [Partial<Alarm>, RegExp][] = [
            [counted("RATE(failed)"), /no RATE/],
            [counted("IF(failed < 2, 5, 0)"), /no IF/],
            [{ ...counted("IF(requests > 2, failed, 0)"), threshold: -1 }, /rings for a 0/],
            [{ namespace: "AWS/Events", metricName: "TriggeredRules", statistic: "Sum" }, /EventBridge/],
            [
                { namespace: "Airworthy/shop", metricName: "PoolerPoolUsePercent", statistic: "Maximum" },
                /average alone/,
            ],
            [{ comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold" }, /no LessThanLower/],
        ];
        for (const [changes, reason] of none)
            assert.throws(
                () => of(changes),
                (error: Error) => error instanceof NoCounterpart && reason.test(error.message),
            );
    });

    it("stops the program at a metric that nobody has looked up, or an expression that nobody can read", () => {
        assert.throws(
            () => of({ metricName: "Queries" }),
            /^Error: AWS\/RDS Queries, Average: .*names\.ts doesn't know it/,
        );
        assert.throws(() => of(counted("failed % 2")), /a sign that nobody knows/);
        assert.throws(() => of(counted("failed +")), /can't read it/);
    });
});

describe("an SLO of Datadog's", () => {
    const balancer = { LoadBalancer: "app/a/1" };
    const metric = (metricName: string, stat = "Sum") => ({
        ...{ namespace: "AWS/ApplicationELB", metricName, stat, period: 300, dimensions: balancer },
    });
    const available: Promised = {
        ...{ name: "available", says: "answered", budgetPercent: 0.1, burns: {} },
        queries: [
            { id: "requests", metric: metric("RequestCount") },
            { id: "failed", metric: metric("HTTPCode_Target_5XX_Count") },
            { id: "missed", expression: "IF(SUM([failed]) >= 0, 100 * SUM([failed]) / SUM([requests]), 0)" },
        ],
    };
    const quick: Promised = {
        ...{ name: "quick", says: "begun to answer within 100 ms", budgetPercent: 5, burns: {} },
        queries: [{ id: "within", metric: metric("TargetResponseTime", "PR(:0.1)") }],
    };

    it("counts the requests that were good, of all, against what was promised", () => {
        const { query, thresholds } = argsOf(objectiveOf(available, told));
        const asked = (name: string) =>
            `(default_zero(sum:aws.applicationelb.${name}{aws_account:123456789012 AND loadbalancer:app/a/1}.as_count()))`;
        const [all, bad] = [asked("request_count"), asked("httpcode_target_5xx")];
        assert.deepEqual(query, { numerator: `${all} - ${bad}`, denominator: all });
        assert.deepEqual(thresholds, [{ timeframe: "30d", target: 99.9 }]);
    });

    it("counts five minutes by the percentile that was promised, where Datadog has no share", () => {
        const { sliSpecification, thresholds } = argsOf(objectiveOf(quick, told));
        assert.match(
            JSON.stringify(sliSpecification),
            /target_response_time\.p95\{.*"comparator":"<=","threshold":0\.1,"queryIntervalSeconds":300/,
        );
        assert.deepEqual(thresholds, [{ timeframe: "30d", target: 95 }]);
    });

    it("is what Datadog's own client reads and writes unchanged, and a slip of the pen is found", () => {
        for (const promised of [available, quick]) {
            const json = objectiveOf(promised, told);
            const { back, strange } = throughClient(json, "ServiceLevelObjectiveRequest");
            assert.deepEqual([strange, back], [[], json]);
            const slips = [
                { ...json, type: "timeslice" },
                { ...json, thresholds: [{ timeframe: "30 days", target: 99 }] },
                { ...json, sli: {} },
            ];
            for (const slip of slips)
                assert.notDeepEqual(throughClient(slip, "ServiceLevelObjectiveRequest").strange, []);
        }
    });
});
