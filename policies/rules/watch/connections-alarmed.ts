import * as aws from "@pulumi/aws";
import { whyUnheard } from "../../alarmed.ts";
import { crowded } from "../../connections.ts";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { asStandby } from "../../relatives.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { MetricAlarm } = aws.cloudwatch;
const isOn = ({ props }: { props: { metricName?: string } }) => props.metricName === "DatabaseConnections";
const ofAlarm = (edit: Edit): Edit =>
    inNaming(MetricAlarm, "dimensions", (alarm, nodes) => void (isOn(alarm as never) && edit(alarm, nodes)));

export default stackRule(aws.rds.Instance, {
    id: "connections-alarmed",
    criterion: "OBS-05",
    severity: "high",
    says: "A person hears of it before a database has no connection left.",
    fix: "Add an aws.cloudwatch.MetricAlarm on DatabaseConnections above 80 percent of its limit, with alarmActions.",
    check: (db, stack) => {
        const alarms = stack.surelyNaming(db, "dimensions", MetricAlarm).filter(isOn);
        if (alarms.length === 0) return "No alarm looks at its DatabaseConnections.";
        return whyUnheard(alarms, crowded(db, stack));
    },
    breaks: {
        "left out": ofAlarm(set("metricName", "CPUUtilization")),
        "told to nobody": ofAlarm(leaveOut("alarmActions")),
        "switched off": ofAlarm(set("actionsEnabled", false)),
        "above what it has": ofAlarm(set("threshold", 5000)),
        "above ten": ofAlarm(set("threshold", 10)),
        "of fewer than there are": ofAlarm(set("comparisonOperator", "LessThanThreshold")),
        "after a day": ofAlarm(({ props }) => {
            Object.assign(props, { evaluationPeriods: 1440, datapointsToAlarm: 1440 });
        }),
        "of one that stands by": asStandby(ofAlarm(leaveOut("alarmActions"))),
    },
});
