import { leaveOut, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default stackRule(databases, {
    id: "postgres-backups",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database can be restored to any second of the last 7 days.",
    fix: "Set backupRetentionPeriod (Postgres: backupDays) to 7 or more.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // it has nothing of its own
        const days = db.props.backupRetentionPeriod ?? 0;
        return numberOf(days) >= 7 ? undefined : `Keeps ${days} days of backups.`;
    },
    breaks: {
        "6 days": set("backupRetentionPeriod", 6),
        "left out": leaveOut("backupRetentionPeriod"),
    },
});
