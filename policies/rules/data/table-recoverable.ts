import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

const recovery = "pointInTimeRecovery";

export default resourceRule(aws.dynamodb.Table, {
    id: "table-recoverable",
    criterion: "DAT-01",
    severity: "high",
    says: "Every table of DynamoDB can be restored to any second of the last 7 days, and not be deleted by accident.",
    fix: "Set pointInTimeRecovery.enabled and deletionProtectionEnabled to true, and recoveryPeriodInDays to 7 or more.",
    check: (table) => {
        const kept = table.pointInTimeRecovery;
        if (!isOn(kept?.enabled)) return "What was in it yesterday is gone: pointInTimeRecovery is off.";
        // Left out, it is 35 (API reference of PointInTimeRecoverySpecification).
        const days = kept?.recoveryPeriodInDays ?? 35;
        if (!(numberOf(days) >= 7)) return `It can be restored to ${days} days back.`;
        return isOn(table.deletionProtectionEnabled) ? undefined : "deletionProtectionEnabled is off.";
    },
    breaks: {
        "left out": leaveOut(recovery),
        "switched off": set(`${recovery}.enabled`, false),
        "6 days": set(`${recovery}.recoveryPeriodInDays`, 6),
        unprotected: leaveOut("deletionProtectionEnabled"),
    },
});
