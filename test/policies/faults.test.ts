import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ringsWith } from "../../policies/alarm-rule.ts";
import { crowded } from "../../policies/connections.ts";
import { whyQuiet, type Fault } from "../../policies/faults.ts";
import { once, perMinute, slow, steady } from "../../policies/rows.ts";
import { Unreadable, valueOf } from "../../policies/math.ts";
import { Stack } from "../../policies/stack.ts";
import { node } from "../support/rules-verdict.ts";

const { MetricAlarm } = aws.cloudwatch;
const busy: Fault = { says: "it is busy", withinMinutes: 15, rows: { CPUUtilization: steady(95) } };
const on = {
    ...{ metricName: "CPUUtilization", statistic: "Average", period: 300, evaluationPeriods: 3 },
    ...{ comparisonOperator: "GreaterThanThreshold", threshold: 80 },
};
const of = (changes: object, fault = busy) =>
    whyQuiet(node(MetricAlarm, "alarm", { ...on, ...changes }), fault);

describe("an alarm, judged by the least that is wrong", () => {
    it("rings, and soon enough, or it is said why not", () => {
        assert.equal(of({}), undefined);
        assert.equal(of({ threshold: "80" }), undefined);
        for (const changes of [
            { threshold: 100 },
            { threshold: undefined },
            { comparisonOperator: "LessThanThreshold" },
            { comparisonOperator: "GreaterThanUpperThreshold" },
            { metricName: "MemoryUtilization" },
        ])
            assert.match(of(changes)!, /^alarm is quiet when it is busy$/, JSON.stringify(changes));
        assert.match(of({ evaluationPeriods: 4 })!, /takes 20 minutes to ring .*, and 15 are the most/);
        assert.equal(of({ evaluationPeriods: 4, datapointsToAlarm: 3 }), undefined);
    });

    it("and is quiet when nothing is wrong, or nobody says anything", () => {
        assert.match(of({ threshold: 10 })!, /^alarm rings when nothing is wrong$/);
        assert.match(
            of({}, { ...busy, fine: { CPUUtilization: steady(81) } })!,
            /rings when nothing is wrong/,
        );
        assert.match(of({ treatMissingData: "breaching" })!, /rings when nobody says anything$/);
        assert.match(of({ treatMissingData: "ignore" })!, /rings on when nobody says anything more$/);
        const silent: Fault = { says: "nobody says anything", withinMinutes: 15, rows: {} };
        assert.equal(of({ treatMissingData: "breaching" }, silent), undefined);
    });

    it("within what its own text says", () => {
        const told = (minutes: number) =>
            of({ alarmDescription: `Busy. It tells within ${minutes} minutes.` });
        assert.equal(told(15), undefined);
        assert.match(told(10)!, /takes 15 minutes to ring .*, and 10 are the most/);
    });

    it("by what it reckons, and by nothing that nobody can read", () => {
        const metric = (metricName: string) => ({ metricName, stat: "Average", period: 300, dimensions: {} });
        const reckons = (expression: string, more = {}, silent: Partial<Fault> = {}) =>
            of(
                {
                    metricQueries: [
                        { id: "cpu", metric: metric("CPUUtilization") },
                        { id: "none", metric: metric("Nothing") },
                        { id: "judged", expression, returnData: true },
                    ],
                    ...more,
                },
                { ...busy, fine: { Nothing: steady(2) }, ...silent },
            );
        assert.equal(reckons("MAX([cpu, none])"), undefined);
        assert.equal(reckons("IF(cpu > 90, cpu, 0)"), undefined);
        for (const expression of [
            "none",
            "cpu - cpu",
            "SEARCH('x')",
            "ANOMALY_DETECTION_BAND(cpu)",
            "judged",
            "x",
        ])
            assert.match(reckons(expression)!, /is quiet/, expression);
        // Whether FILL makes something of nothing, no source says: it has to ring in either case.
        const low = { comparisonOperator: "LessThanThreshold", threshold: 1 };
        assert.match(reckons("FILL(none, 0)", low)!, /is quiet/);
        const breaching = { ...low, treatMissingData: "breaching" };
        assert.equal(reckons("FILL(none, 0)", breaching, { mayBeSilent: true }), undefined);
    });

    it("in the one period in which it is told, and of the one thing that is hit", () => {
        const told: Fault = {
            says: "it fails",
            withinMinutes: 60,
            isOnce: true,
            rows: { CPUUtilization: once(99) },
        };
        assert.equal(of({ evaluationPeriods: 1 }, told), undefined);
        assert.match(of({}, told)!, /waits for more/);
        const hits = { by: "Node", name: "1", others: { CPUUtilization: steady(5) } };
        assert.equal(of({ dimensions: { Node: "1" } }, { ...busy, hits }), undefined);
        assert.match(of({ dimensions: { Node: "2" } }, { ...busy, hits })!, /is quiet/);
        assert.match(of({}, { ...busy, mayBeSilent: true })!, /is quiet/);
    });

    it("by the statistic that it asks for", () => {
        assert.deepEqual([perMinute(6)("Sum", 300), perMinute(6)("Average", 300)], [30, 1]);
        const row = slow(0.06, 2.1);
        const asked = ["p95", "p90", "Maximum", "PR(:0.1)", "PR(:3)", "Sum"];
        assert.deepEqual(
            asked.map((stat) => row(stat, 60)),
            [2.1, 0.1, 2.1, 94, 100, undefined],
        );
    });

    it("of the connections that a class has, or its parameter says", () => {
        const of = (instanceClass: string, parameters: object[] = []) => {
            const group = node(aws.rds.ParameterGroup, "group", { name: "group", parameters });
            const db = node(aws.rds.Instance, "db", { instanceClass, parameterGroupName: "group" });
            return crowded(db, new Stack([db, group])).rows.DatabaseConnections!("Maximum", 60);
        };
        // Servers of 2 and 4 GiB showed 198 and 413 (stacks/connections.ts).
        assert.equal(of("db.t4g.small"), 161);
        assert.equal(of("db.t4g.medium"), 343);
        assert.equal(of("db.x2g.16xlarge"), 4050);
        assert.equal(of("db.t4g.small", [{ name: "max_connections", value: "100" }]), 81);
    });
});

describe("metric math, while nothing changes", () => {
    const get = (id: string) => ({ a: 3, b: 4 })[id];
    const cases: [string, number | undefined][] = [
        ["a + b * 2", 11],
        ["(a + b) * 2", 14],
        ["-a", -3],
        ["a - none", 3],
        ["none - none", undefined],
        ["a / none", undefined],
        ["SUM([a, none, b])", 7],
        ["MIN([a, b]) + AVG([a, b])", 6.5],
        ["IF(a < b AND b > 3, 1, 0)", 1],
        ["IF(none, 1, 0)", undefined],
        ["RATE(a)", 0],
        ["FILL(none, REPEAT)", undefined],
    ];
    for (const [expression, value] of cases)
        it(`makes ${value} of ${expression}`, () => {
            assert.equal(valueOf(expression, get), value);
        });
    for (const unknown of ["SEARCH('x')", "SUM(a)", "a b", "a +", "MAX([a", "[a, b]", "LOG(a)"])
        it(`does not read ${unknown}`, () => {
            assert.throws(() => valueOf(unknown, get), Unreadable);
        });
});

describe("the rule of an alarm that is made of others", () => {
    const rule =
        'ALARM("a") OR ALARM("b") AND NOT ALARM("c") OR (OK(d) AND ALARM(arn:aws:cloudwatch:eu-west-1:1:alarm:e))';
    const cases: [string[], boolean][] = [
        [["a"], true],
        [["b"], true],
        [["b", "c"], false],
        [["e"], true],
        [["d", "e"], false],
        [[], false],
    ];
    for (const [ringing, rings] of cases)
        it(`${rings ? "rings" : "is quiet"} when ${ringing.join(" and ") || "none"} rings`, () => {
            assert.equal(
                ringsWith(rule, (name) => ringing.includes(name)),
                rings,
            );
        });
    it("is TRUE or FALSE, and never rings when nobody can read it", () => {
        const all = () => true;
        assert.deepEqual(
            ["TRUE", "FALSE", "NOT FALSE"].map((one) => ringsWith(one, all)),
            [true, false, true],
        );
        for (const unknown of ["", 'ALARM("a") XOR ALARM("b")', 'ALARM("a"', "AT_LEAST(2, ALARM, (a, b))"])
            assert.equal(ringsWith(unknown, all), false, unknown);
    });
});
