import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { ERRORS, inAlarmsOn, movingTo, unheard } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.lb.TargetGroup, {
    id: "errors-alarmed",
    criterion: "OBS-03",
    severity: "high",
    says: "A person hears of it when more than 5 percent of the requests to one version fail, or are never answered.",
    fix: "Add an aws.cloudwatch.MetricAlarm on the errors of each target group, and its requests without an answer; not of the load balancer: of 5 percent of the users, it shows no more than 5 percent (components/watch/alarms.ts).",
    check: (group, stack) =>
        movingTo(group, stack).length === 0 ? undefined : unheard(group, stack, ERRORS, 5),
    breaks: {
        "left out": inAlarmsOn(ERRORS, leaveOut("metricQueries.1")),
        "without answers": inAlarmsOn(ERRORS, leaveOut("metricQueries.3")),
        "above 50 percent": inAlarmsOn(ERRORS, set("threshold", 50)),
        "told to nobody": inAlarmsOn(ERRORS, leaveOut("alarmActions")),
        "of answers below": inAlarmsOn(ERRORS, set("comparisonOperator", "LessThanThreshold")),
    },
});
