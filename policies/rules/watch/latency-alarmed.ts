import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { perMinute, slow } from "../../rows.ts";
import { inAlarmsOn, LATENCY, movingTo, unheard } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

const waiting: Fault = {
    says: "6 of 100 requests a minute take 2.1 s",
    withinMinutes: 5,
    rows: { RequestCount: perMinute(100), TargetResponseTime: slow(0.06, 2.1) },
    fine: { TargetResponseTime: slow(0.06, 1.9) },
};

export default stackRule(aws.lb.TargetGroup, {
    id: "latency-alarmed",
    criterion: "OBS-04",
    severity: "high",
    says: "A person hears of it when one of 20 requests to one version takes longer than 2 seconds.",
    fix: "Add an aws.cloudwatch.MetricAlarm on the p95 of TargetResponseTime of each target group (components/watch/alarms.ts).",
    check: (group, stack) =>
        movingTo(group, stack).length === 0 ? undefined : unheard(group, stack, LATENCY, waiting),
    breaks: {
        "left out": inAlarmsOn(LATENCY, leaveOut("metricQueries.1")),
        "above 20 seconds": inAlarmsOn(LATENCY, set("threshold", 20)),
        "above half a second": inAlarmsOn(LATENCY, set("threshold", 0.5)),
        "of half the requests": inAlarmsOn(LATENCY, ({ props }) => {
            for (const { metric: one } of props.metricQueries) if (one?.stat === "p95") one.stat = "p50";
        }),
        "after a quarter of an hour": inAlarmsOn(LATENCY, ({ props }) => {
            Object.assign(props, { evaluationPeriods: 15, datapointsToAlarm: 15 });
        }),
        "told to nobody": inAlarmsOn(LATENCY, leaveOut("alarmActions")),
    },
});
