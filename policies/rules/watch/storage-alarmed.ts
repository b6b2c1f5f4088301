import * as aws from "@pulumi/aws";
import { alarmsOn, inAlarmsOn, tells } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { asStandby, sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const metric = "FreeStorageSpace";

export default stackRule(aws.rds.Instance, {
    id: "storage-alarmed",
    criterion: "DAT-10",
    severity: "high",
    says: "A person hears of it before a database's storage is full, however far it may grow by itself.",
    fix: `Add an aws.cloudwatch.MetricAlarm on ${metric} of its DBInstanceIdentifier, below what it needs until somebody comes, with alarmActions.`,
    check: (db, stack) => {
        // It is as large as its source, and takes what that has.
        if (sourceOf(db, stack)) return undefined;
        const own: [string, RegExp] = ["DBInstanceIdentifier", new RegExp(`^${db.props.identifier}$`)];
        const alarms = alarmsOn(stack, [metric], own).filter((one) =>
            one.props.comparisonOperator?.startsWith("LessThan"),
        );
        if (alarms.length === 0) return "Nobody looks at what is left of its storage.";
        return alarms.some(tells) ? undefined : "The alarm on what is left of its storage tells nobody.";
    },
    breaks: {
        "left out": inAlarmsOn(metric, "remove"),
        "told to nobody": inAlarmsOn(metric, leaveOut("alarmActions")),
        "of one that stands by": asStandby(inAlarmsOn(metric, "remove")),
        "switched off": inAlarmsOn(metric, set("actionsEnabled", false)),
        "when there is much": inAlarmsOn(metric, set("comparisonOperator", "GreaterThanThreshold")),
    },
});
