import * as aws from "@pulumi/aws";
import { whyUnheard } from "../../alarmed.ts";
import { inNaming, leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { half, once } from "../../rows.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { MetricAlarm } = aws.cloudwatch;
const failed: Fault = {
    says: "one of two calls of it fails",
    ...{ withinMinutes: 60, isOnce: true, rows: { Invocations: once(2), Errors: half } },
};
const ofAlarm = (edit: Edit | "remove") => inNaming(MetricAlarm, "dimensions", edit);

export default stackRule(aws.lambda.Function, {
    id: "functions-watched",
    criterion: "OBS-11",
    severity: "high",
    says: "A person hears of it when a function fails: nobody calls it, so nobody else would see.",
    fix: "Give it an aws.cloudwatch.MetricAlarm on AWS/Lambda Errors above 0 with alarmActions (components/parts/function-alarm.ts).",
    check: (run, stack) => {
        const alarms = stack.naming(run, "dimensions", MetricAlarm).filter(({ props }) => {
            return props.namespace === "AWS/Lambda" && props.metricName === "Errors";
        });
        if (alarms.length === 0) return "No alarm looks at its errors.";
        return whyUnheard(alarms, failed);
    },
    breaks: {
        "left out": ofAlarm("remove"),
        "told to nobody": ofAlarm(leaveOut("alarmActions")),
        "switched off": ofAlarm(set("actionsEnabled", false)),
        "only after ten": ofAlarm(set("threshold", 10)),
        "when it fails for hours": ofAlarm(set("evaluationPeriods", 3)),
        "another metric": ofAlarm(set("metricName", "Duration")),
    },
});
