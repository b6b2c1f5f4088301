import * as aws from "@pulumi/aws";
import { isOn, tells } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { whyUnringing } from "../../ringing.ts";
import { stackRule, type Edit } from "../../rule.ts";

/** An edit of the alarms on one metric that tell somebody. */
const on =
    (metricName: string, edit: Edit): Edit =>
    (alarm, nodes) => {
        if (tells(alarm) && isOn(alarm, metricName)) edit(alarm, nodes);
    };

export default stackRule(aws.cloudwatch.MetricAlarm, {
    id: "alarms-can-ring",
    criterion: "OBS-02",
    severity: "high",
    says: "Every alarm that tells somebody rings for the least that is wrong with what it looks at, soon enough, and for nothing else.",
    fix: "Give it a threshold that its metric reaches, the right direction, and fewer or shorter periods: policies/emitted-faults.ts says for what it has to ring, and within how many minutes.",
    check: (alarm, stack) => whyUnringing(alarm, stack),
    breaks: {
        "left out": on("MemoryUtilization", leaveOut("threshold")),
        "above all that there is": on("MemoryUtilization", set("threshold", 100)),
        "below all that there is": on("MemoryUtilization", set("threshold", 5)),
        "of no number": on("MemoryUtilization", set("treatMissingData", "breaching")),
        "later than it says": on("HTTPCode_ELB_5XX_Count", set("evaluationPeriods", 2)),
        "for days": on("MemoryUtilization", set("evaluationPeriods", 864)),
        "when there are many": on("HealthyHostCount", set("comparisonOperator", "GreaterThanThreshold")),
        "not when there is none": on("HealthyHostCount", set("treatMissingData", "notBreaching")),
        "of no data": on("Invocations", set("treatMissingData", "notBreaching")),
        "of errors that are more than all": on("5xxErrorRate", set("threshold", 500)),
        "seen twice, where it is told once": on("RestoreProven", set("evaluationPeriods", 2)),
        // Another alarm on it starts and ends workers, and tells nobody.
        "of one that is reckoned away": on("RunningTaskCount", ({ props }) => {
            const missing = props.metricQueries.at(-1);
            if (missing.expression === "desired - running") missing.expression = "desired - desired";
        }),
        "of a pooler that waits for an hour": on("PoolerWaitMicroseconds", set("threshold", 3.6e9)),
    },
});
