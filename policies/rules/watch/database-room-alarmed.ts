import * as aws from "@pulumi/aws";
import { alarmsOn, inAlarmsOn, tells } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { asStandby, sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

/** In which direction each gets worse. */
const watched = { CPUUtilization: "GreaterThan", FreeableMemory: "LessThan" };

export default stackRule(aws.rds.Instance, {
    id: "database-room-alarmed",
    criterion: "OBS-02",
    severity: "medium",
    says: "A person hears of it when a database has no processor or no memory to spare.",
    fix: "Add an aws.cloudwatch.MetricAlarm on CPUUtilization, and one on FreeableMemory, of its DBInstanceIdentifier, with alarmActions.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined;
        const own: [string, RegExp] = ["DBInstanceIdentifier", new RegExp(`^${db.props.identifier}$`)];
        const unheard = Object.entries(watched).filter(([metric, direction]) => {
            const alarms = alarmsOn(stack, [metric], own).filter(tells);
            return !alarms.some((one) => one.props.comparisonOperator?.startsWith(direction));
        });
        return unheard.length > 0
            ? `Nobody hears of its ${unheard.map(([name]) => name).join(", ")}.`
            : undefined;
    },
    breaks: {
        "left out": inAlarmsOn("FreeableMemory", "remove"),
        "told to nobody": inAlarmsOn("FreeableMemory", leaveOut("alarmActions")),
        "of one that stands by": asStandby(inAlarmsOn("FreeableMemory", "remove")),
        "when there is much": inAlarmsOn("FreeableMemory", set("comparisonOperator", "GreaterThanThreshold")),
        "a processor that idles": inAlarmsOn("CPUUtilization", ({ props }) => {
            if (props.dimensions?.DBInstanceIdentifier) props.comparisonOperator = "LessThanThreshold";
        }),
    },
});
