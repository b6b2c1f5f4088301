import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { rehearsed } from "../support/rehearsed.ts";
import { shown } from "../support/rules-graph.ts";
import { node } from "../support/rules-verdict.ts";
import { judgedWidgets } from "../support/widgets.ts";

const { Dashboard } = aws.cloudwatch;

/** A dashboard with one widget, beside a queue and a database. */
function judged(metrics: unknown[][], more: object = {}) {
    const widgets = [
        { type: "text", properties: { markdown: "# Jobs" } },
        { type: "log", properties: { query: "SOURCE 'app'" } },
        { type: "metric", properties: { title: "Jobs", metrics, ...more } },
    ];
    return judgedWidgets([
        node(Dashboard, "incident", { dashboardBody: JSON.stringify({ widgets }) }),
        node(aws.sqs.Queue, "jobs", { name: "shop-jobs" }),
        node(aws.sqs.Queue, "dead", { name: "shop-dead" }),
        node(aws.rds.Instance, "db", { identifier: "shop-a" }),
        node(aws.cloudwatch.LogGroup, "app", { name: "app" }),
        node(aws.cloudwatch.MetricAlarm, "late", { name: "shop-late" }),
    ]);
}
const visible = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "shop-jobs"];

describe("the widgets of dashboards", () => {
    it("of production show what something emits, each of them", async function () {
        this.timeout(600_000);
        const { outputs } = shown("production", await rehearsed("production", "deploy"));
        const { faults, metrics } = judgedWidgets(outputs);
        assert.deepEqual(faults, []);
        assert.ok(metrics > 0, "None of their metrics was judged.");
    });

    it("are judged metric by metric, whatever row repeats another, and sums of them are not", () => {
        assert.deepEqual(
            judged([
                [...visible, { stat: "Maximum", id: "waiting" }],
                [".", "ApproximateAgeOfOldestMessage", ".", "."],
                ["...", "shop-dead", { yAxis: "right" }],
                [{ expression: "waiting * 2", label: "twice" }],
                ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "shop-a"],
            ]),
            { faults: [], metrics: 4 },
        );
    });

    it("are refused where nothing emits what they show: by name, by namespace, by dimension, by value", () => {
        const refused = (row: unknown[]) => judged([visible, row]).faults.join("\n");
        assert.match(
            refused([".", "Waiting", ".", "."]),
            /^incident, Jobs: AWS\/SQS Waiting is nothing that/,
        );
        assert.match(refused(["AWS/SNS", ".", ".", "."]), /^incident, Jobs: AWS\/SNS Approx\w+ is nothing/);
        assert.match(refused([".", "."]), /comes by QueueName; by no dimension there is none/);
        assert.match(refused([".", ".", ".", ".", "Region", "eu"]), /by QueueName and Region there is none/);
        assert.match(refused(["...", "shop-other"]), /QueueName "shop-other" names no Queue of this stack/);
        assert.match(refused([".", "CPUUtilization", "DBInstanceIdentifier", "shop-a"]), /CPUUtilization/);
    });

    it("are refused where they hide what they show, or show nothing", () => {
        const search = `SEARCH('{AWS/SQS,QueueName} MetricName="Nothing"', 'Sum')`;
        assert.match(judged([[{ expression: search }]]).faults.join(), /SEARCH.* hides what it looks at/);
        assert.deepEqual(judged([]), { faults: ["incident, Jobs: It shows nothing."], metrics: 0 });
        const alarms = ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-late"];
        assert.deepEqual(judged([], { annotations: { alarms } }).faults, []);
        const gone = judged([visible], { annotations: { alarms: [`${alarms[0]}-of-old`] } }).faults;
        assert.match(gone.join(), /shop-late-of-old" is nothing of this stack/);
    });

    it("may reckon with what they do not draw, by any statistic that there is, and with nothing that is missing", () => {
        const hidden = [...visible, { id: "waiting", visible: false }];
        const half = [{ expression: "FILL(waiting, REPEAT) / 2", id: "half", visible: false }];
        const drawn = [{ expression: "SUM([half])" }];
        assert.deepEqual(judged([hidden, half, drawn]).faults, []);
        assert.deepEqual(judged([hidden, half]).faults, ["incident, Jobs: It shows nothing."]);
        assert.match(judged([visible, drawn]).faults.join(), /reckons with half, which is none of its lines/);
        for (const stat of ["Sum", "p99.9", "tm90", "TM(2%:98%)", "PR(:300)", "IQM"])
            assert.deepEqual(judged([visible], { stat }).faults, [], stat);
        assert.match(judged([visible], { stat: "p" }).faults.join(), /"p" is no statistic/);
    });
});
