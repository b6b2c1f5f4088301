import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { inAlarmsOn, LATENCY, movingTo, unheard } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.lb.TargetGroup, {
    id: "latency-alarmed",
    criterion: "OBS-04",
    severity: "high",
    says: "A person hears of it when one of 20 requests to one version takes longer than 2 seconds.",
    fix: "Add an aws.cloudwatch.MetricAlarm on the p95 of TargetResponseTime of each target group (components/watch/alarms.ts).",
    check: (group, stack) =>
        movingTo(group, stack).length === 0 ? undefined : unheard(group, stack, LATENCY, 2),
    breaks: {
        "left out": inAlarmsOn(LATENCY, leaveOut("metricQueries.1")),
        "of the mean": inAlarmsOn(LATENCY, set("metricQueries.1.metric.stat", "Average")),
        "above 20 seconds": inAlarmsOn(LATENCY, set("threshold", 20)),
        "told to nobody": inAlarmsOn(LATENCY, leaveOut("alarmActions")),
    },
});
