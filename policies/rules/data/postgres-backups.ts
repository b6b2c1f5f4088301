import { leaveOut, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(databases, {
    id: "postgres-backups",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database can be restored to any second of the last 7 days.",
    fix: "Set backupRetentionPeriod (Postgres: backupDays) to 7 or more.",
    check: (db) => {
        // A replica has nothing of its own; that its source is one of this stack's, postgres-reads-apart says.
        if (db.replicateSourceDb !== undefined) return undefined;
        const days = db.backupRetentionPeriod ?? 0;
        return numberOf(days) >= 7 ? undefined : `Keeps ${days} days of backups.`;
    },
    breaks: {
        "6 days": set("backupRetentionPeriod", 6),
        "left out": leaveOut("backupRetentionPeriod"),
    },
});
