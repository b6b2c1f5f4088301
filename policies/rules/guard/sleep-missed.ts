import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { isOff, numberOf } from "../../values.ts";

const { MetricAlarm } = aws.cloudwatch;

export default stackRule(aws.lambda.Function, {
    id: "sleep-missed",
    criterion: "CST-05",
    severity: "medium",
    says: "A person hears of it when nothing puts an environment to sleep any more: it would cost on through every night.",
    fix: "Give the function an aws.cloudwatch.MetricAlarm on AWS/Lambda Invocations below 1 that takes missing data for breaching, with alarmActions.",
    check: (run, stack) => {
        const { WAKES_AT } = (run.props.environment?.variables ?? {}) as Record<string, string>;
        if (WAKES_AT === undefined) return undefined;
        const alarms = stack.naming(run, "dimensions", MetricAlarm).filter(({ props }) => {
            return props.namespace === "AWS/Lambda" && props.metricName === "Invocations";
        });
        const isGood = alarms.some(({ props }) => {
            const { comparisonOperator, threshold, treatMissingData, alarmActions = [] } = props;
            const isBelow = comparisonOperator === "LessThanThreshold" && numberOf(threshold) >= 1;
            const isTold = alarmActions.length > 0 && !isOff(props.actionsEnabled);
            return isBelow && treatMissingData === "breaching" && isTold;
        });
        return isGood ? undefined : "Nobody hears of it when it is not called, which leaves no error.";
    },
    breaks: {
        "left out": set("environment.variables.WAKES_AT", "7"),
    },
});
