import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { perMinute, slow } from "../../rows.ts";
import { ERRORS, inAlarmsOn, movingTo, unheard } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

const of = (says: string, rows: Fault["rows"]): Fault => {
    const [RequestCount, TargetResponseTime] = [perMinute(100), slow(0, 1)];
    const fine = { HTTPCode_Target_5XX_Count: perMinute(4) };
    return { says, withinMinutes: 5, rows: { RequestCount, TargetResponseTime, ...rows }, fine };
};
const failing = of("6 of 100 requests a minute fail", { HTTPCode_Target_5XX_Count: perMinute(6) });
const hanging = of("6 of 106 requests a minute are never answered", { RequestCount: perMinute(106) });
const days = { evaluationPeriods: 1440, datapointsToAlarm: 1440 };

export default stackRule(aws.lb.TargetGroup, {
    id: "errors-alarmed",
    criterion: "OBS-03",
    severity: "high",
    says: "A person hears of it when more than 5 percent of the requests to one version fail, or are never answered.",
    fix: "Add an aws.cloudwatch.MetricAlarm on the errors of each target group, and its requests without an answer; not of the load balancer: of 5 percent of the users, it shows no more than 5 percent (components/watch/alarms.ts).",
    check: (group, stack) =>
        movingTo(group, stack).length === 0
            ? undefined
            : (unheard(group, stack, ERRORS, failing) ?? unheard(group, stack, ERRORS, hanging)),
    breaks: {
        "left out": inAlarmsOn(ERRORS, leaveOut("metricQueries.1")),
        "without answers": inAlarmsOn(ERRORS, leaveOut("metricQueries.3")),
        "above 50 percent": inAlarmsOn(ERRORS, set("threshold", 50)),
        "of 1 percent": inAlarmsOn(ERRORS, set("threshold", 1)),
        "after a day": inAlarmsOn(ERRORS, ({ props }) => void Object.assign(props, days)),
        "of a million requests": inAlarmsOn(ERRORS, ({ props }) => {
            const judged = props.metricQueries.at(-1);
            judged.expression = `IF(requests >= 1000000, ${judged.expression}, 0)`;
        }),
        "told to nobody": inAlarmsOn(ERRORS, leaveOut("alarmActions")),
        "of answers below": inAlarmsOn(ERRORS, set("comparisonOperator", "LessThanThreshold")),
    },
});
