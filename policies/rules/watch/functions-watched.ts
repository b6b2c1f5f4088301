import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOff, numberOf } from "../../values.ts";

const { MetricAlarm } = aws.cloudwatch;
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
        const isFirst = ({ comparisonOperator, threshold }: (typeof alarms)[number]["props"]) =>
            comparisonOperator === "GreaterThanThreshold" && numberOf(threshold ?? 0) === 0;
        const isTold = ({ alarmActions = [], actionsEnabled = true }: (typeof alarms)[number]["props"]) =>
            alarmActions.length > 0 && !isOff(actionsEnabled);
        const isGood = alarms.some(({ props }) => isFirst(props) && isTold(props));
        return isGood ? undefined : "Its alarm waits for more than one error, or tells nobody.";
    },
    breaks: {
        "left out": ofAlarm("remove"),
        "told to nobody": ofAlarm(leaveOut("alarmActions")),
        "switched off": ofAlarm(set("actionsEnabled", false)),
        "only after ten": ofAlarm(set("threshold", 10)),
        "another metric": ofAlarm(set("metricName", "Duration")),
    },
});
