import * as aws from "@pulumi/aws";
import { alarmsOn, inAlarmsOn, whyUnheard } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { steady } from "../../rows.ts";
import { asStandby } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const metric = "FreeStorageSpace";
const full: Fault = {
    says: "1 GiB of its storage is left",
    ...{ withinMinutes: 60, rows: { [metric]: steady(2 ** 30) } },
};

export default stackRule(aws.rds.Instance, {
    id: "storage-alarmed",
    criterion: "DAT-10",
    severity: "high",
    says: "A person hears of it before a database's storage is full, however far it may grow by itself.",
    fix: `Add an aws.cloudwatch.MetricAlarm on ${metric} of its DBInstanceIdentifier, below what it needs until somebody comes, with alarmActions.`,
    check: (db, stack) => {
        const own: [string, RegExp] = ["DBInstanceIdentifier", new RegExp(`^${db.props.identifier}$`)];
        const alarms = alarmsOn(stack, [metric], own);
        if (alarms.length === 0) return "Nobody looks at what is left of its storage.";
        return whyUnheard(alarms, full);
    },
    breaks: {
        "left out": inAlarmsOn(metric, "remove"),
        "told to nobody": inAlarmsOn(metric, leaveOut("alarmActions")),
        "of one that stands by": asStandby(inAlarmsOn(metric, "remove")),
        "switched off": inAlarmsOn(metric, set("actionsEnabled", false)),
        "when it is full": inAlarmsOn(metric, set("threshold", 0)),
        "when there is much": inAlarmsOn(metric, set("comparisonOperator", "GreaterThanThreshold")),
    },
});
