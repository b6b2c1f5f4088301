import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.rds.Instance, {
    id: "postgres-backups",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database can be restored to any second of the last 7 days.",
    fix: "Set backupRetentionPeriod (Postgres: backupDays) to 7 or more.",
    check: (db) => {
        const days = db.backupRetentionPeriod ?? 0;
        return days < 7 ? `Keeps ${days} days of backups.` : undefined;
    },
    breaks: {
        "6 days": set("backupRetentionPeriod", 6),
        "left out": leaveOut("backupRetentionPeriod"),
    },
});
