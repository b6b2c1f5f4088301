import * as aws from "@pulumi/aws";
import { firstUnheard, inAlarmsOn } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { steady } from "../../rows.ts";
import { asStandby } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const faults: Record<string, Fault> = {
    CPUUtilization: {
        says: "its processors are busy for 95 % of the time",
        ...{ withinMinutes: 60, rows: { CPUUtilization: steady(95) } },
    },
    FreeableMemory: {
        says: "64 MiB of its memory are left",
        ...{ withinMinutes: 60, rows: { FreeableMemory: steady(64 * 2 ** 20) } },
    },
};

export default stackRule(aws.rds.Instance, {
    id: "database-room-alarmed",
    criterion: "OBS-02",
    severity: "medium",
    says: "A person hears of it within the hour when a database has no processor or no memory to spare.",
    fix: "Add an aws.cloudwatch.MetricAlarm on CPUUtilization, and one on FreeableMemory, of its DBInstanceIdentifier, with alarmActions.",
    check: (db, stack) => {
        return firstUnheard(stack, ["DBInstanceIdentifier", new RegExp(`^${db.props.identifier}$`)], faults);
    },
    breaks: {
        "left out": inAlarmsOn("FreeableMemory", "remove"),
        "told to nobody": inAlarmsOn("FreeableMemory", leaveOut("alarmActions")),
        "of one that stands by": asStandby(inAlarmsOn("FreeableMemory", "remove")),
        "of more than all": inAlarmsOn("CPUUtilization", ({ props }) => {
            if (props.dimensions?.DBInstanceIdentifier) props.threshold = 800;
        }),
        "for a day": inAlarmsOn("FreeableMemory", set("evaluationPeriods", 288)),
        "when there is much": inAlarmsOn("FreeableMemory", set("comparisonOperator", "GreaterThanThreshold")),
    },
});
