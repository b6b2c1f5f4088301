import * as aws from "@pulumi/aws";
import { isOn } from "../../alarmed.ts";
import { inEvery, inNamed, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { whyDeaf } from "../../deafness.ts";

/** An edit of the alarms on one metric, or of those that reckon with it. */
const on =
    (metricName: string, edit: Edit): Edit =>
    (alarm, nodes) =>
        void (isOn(alarm, metricName) && edit(alarm, nodes));
const { EventRule, LogMetricFilter } = aws.cloudwatch;
const inRule = (edit: Edit) => inNamed("dimensions", EventRule, edit);
const onDropped = (edit: Edit) => on("InvocationDroppedCount", edit);

export default stackRule(aws.cloudwatch.MetricAlarm, {
    id: "alarms-hear-something",
    criterion: "OBS-02",
    severity: "high",
    says: "Something emits every metric that an alarm looks at: an alarm on any other is silent for ever, and looks well.",
    fix: "Name a metric of policies/metrics.ts by its dimensions there, with the names of resources of this stack.",
    check: (alarm, stack) => whyDeaf(alarm, stack),
    breaks: {
        "left out": onDropped(set("metricName", "DroppedInvocations")),
        "another's": onDropped(set("dimensions", { ScheduleGroup: "somebody-elses" })),
        "another namespace": onDropped(set("namespace", "AWS/SNS")),
        "a dimension too many": onDropped(set("dimensions.Region", "eu-west-1")),
        "one of several": on("DesiredTaskCount", set("metricQueries.0.metric.metricName", "Wanted")),
        "another environment": on("RestoreProven", set("dimensions", { Environment: "none" })),
        "in a unit of its own": onDropped(set("unit", "Bytes")),
        "of another account": on("DesiredTaskCount", set("metricQueries.0.accountId", "999999999999")),
        "of the CDN elsewhere": on("5xxErrorRate", set("region", "eu-west-1")),
        "a filter of somebody's log": on(
            "PoolerWaitMicroseconds",
            inEvery(LogMetricFilter, set("logGroupName", "/another")),
        ),
        "a rule that is off": on("TriggeredRules", inRule(set("state", "DISABLED"))),
        "a rule that is not on": on("TriggeredRules", inRule(set("isEnabled", false))),
    },
});
