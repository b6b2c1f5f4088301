import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

const awake = { TIMEZONE: "Europe/Berlin", WAKES_AT: "7", SLEEPS_AT: "20", DATABASES: "db-a,db-b" };
const windows = { backupWindow: "07:00-07:30", maintenanceWindow: "wed:13:00-wed:13:30" };
const database = (own: object = {}) =>
    node(aws.rds.Instance, "a", { identifier: "db-a", ...windows, ...own });
const sleeper = (own: object = {}): Node[] => {
    const environment = { variables: { ...awake, ...own } };
    const run = node(aws.lambda.Function, "sleep", {
        name: "sleep",
        arn: "arn:x:function:sleep",
        environment,
    });
    const call = { scheduleExpression: "rate(1 minute)", target: { arn: "arn:x:function:sleep" } };
    return [run, node(aws.scheduler.Schedule, "sleep", call, { target: [run] })];
};
const verdict = (...nodes: Node[]) => verdictOf("sleep-lets-work", ...nodes);

describe("a database that sleeps", () => {
    it("is asked for nothing when nobody puts it to sleep", () => {
        assert.equal(verdict(database({ backupWindow: "03:00-03:30" })), "pass");
        assert.equal(
            verdict(database({ backupWindow: "03:00-03:30" }), ...sleeper({ DATABASES: "db-b" })),
            "pass",
        );
    });

    it("has no replica: RDS stops no instance that has one", () => {
        const replica = node(aws.rds.Instance, "r", { identifier: "db-r", replicateSourceDb: "db-a" });
        assert.equal(verdict(database(), ...sleeper()), "pass");
        assert.equal(verdict(database(), replica, ...sleeper()), "fail");
    });

    it("has its windows in waking hours by the clock on the wall, in summer and in winter", () => {
        for (const [backupWindow, outcome] of [
            ["06:00-06:30", "pass"], // 7 in winter, 8 in summer
            ["05:30-06:00", "fail"], // 6:30 in winter
            ["17:30-18:00", "pass"],
            ["18:30-19:00", "fail"], // 20:30 in summer
        ] as const)
            assert.equal(verdict(database({ backupWindow }), ...sleeper()), outcome, backupWindow);
        assert.equal(verdict(database({ maintenanceWindow: "sat:13:00-sat:13:30" }), ...sleeper()), "fail");
        assert.equal(verdict(database({ backupWindow: undefined }), ...sleeper()), "fail");
    });

    it("is backed up in waking hours of its own zone, by either name of UTC", () => {
        const tagged = database({ tags: { "backup-plan": "x" }, backupWindow: "08:00-08:30" });
        const plan = (scheduleExpressionTimezone?: string) => {
            const rule = { schedule: "cron(0 9 ? * MON-FRI *)", scheduleExpressionTimezone };
            return node(aws.backup.Plan, "plan", { rules: [rule] });
        };
        const selectionTags = [{ type: "STRINGEQUALS", key: "backup-plan", value: "x" }];
        for (const [TIMEZONE, zone, outcome] of [
            ["Etc/UTC", "Etc/UTC", "pass"],
            ["UTC", "Etc/UTC", "pass"],
            ["Etc/UTC", undefined, "pass"],
            ["UTC", "Europe/Berlin", "fail"],
        ] as const) {
            const of = plan(zone);
            const selection = node(
                aws.backup.Selection,
                "s",
                { selectionTags, planId: UNKNOWN },
                { planId: [of] },
            );
            assert.equal(verdict(tagged, of, selection, ...sleeper({ TIMEZONE })), outcome, TIMEZONE);
        }
    });

    it("is looked after every few minutes, or it never wakes up", () => {
        const [run, call] = sleeper() as [Node, Node];
        assert.equal(verdict(database(), run), "fail");
        for (const own of [{ state: "DISABLED" }, { scheduleExpression: "rate(1 hour)" }]) {
            const other = { ...call, props: { ...call.props, ...own } };
            assert.equal(verdict(database(), run, other), "fail");
        }
    });
});
