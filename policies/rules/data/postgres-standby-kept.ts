import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { backupFault, protectionFault } from "../../kept.ts";
import { asStandby, isStandby } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.rds.Instance, {
    id: "postgres-standby-kept",
    criterion: "SCA-06",
    severity: "critical",
    says: "A database that stands by for another region's is backed up and protected as one in use: tomorrow it may be the only one.",
    fix: "Set backupRetentionPeriod to 7 or more, deletionProtection and the option protect to true, and leave skipFinalSnapshot out.",
    check: (db, stack) => {
        if (!isStandby(db, stack)) return undefined;
        return backupFault(db.props) ?? protectionFault(db.props, db.opts);
    },
    breaks: {
        "6 days": asStandby(set("backupRetentionPeriod", 6)),
        "left out": asStandby(leaveOut("backupRetentionPeriod")),
        "AWS may": asStandby(set("deletionProtection", false)),
        "Pulumi may": asStandby(({ opts }) => void (opts.protect = false)),
        "no last snapshot": asStandby(set("skipFinalSnapshot", true)),
    },
});
