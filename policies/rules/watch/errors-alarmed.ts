import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { inAlarmsOn, movingTo, unheard } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

const metric = "HTTPCode_Target_5XX_Count";

export default stackRule(aws.lb.TargetGroup, {
    id: "errors-alarmed",
    criterion: "OBS-03",
    severity: "high",
    says: "A person hears of it when more than 5 percent of the requests to one version fail.",
    fix: "Add an aws.cloudwatch.MetricAlarm on the errors of each target group, not of the load balancer: of 5 percent of the users, it shows no more than 5 percent (components/watch/alarms.ts).",
    check: (group, stack) =>
        movingTo(group, stack).length === 0 ? undefined : unheard(group, stack, metric, 5),
    breaks: {
        "left out": inAlarmsOn(metric, leaveOut("metricQueries.1")),
        "above 50 percent": inAlarmsOn(metric, set("threshold", 50)),
        "told to nobody": inAlarmsOn(metric, leaveOut("alarmActions")),
        "of answers below": inAlarmsOn(metric, set("comparisonOperator", "LessThanThreshold")),
    },
});
