import { leaveOut, set } from "../../edits.ts";
import { backupFault } from "../../kept.ts";
import { databases } from "../../parameters.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(databases, {
    id: "postgres-backups",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database can be restored to any second of the last 7 days.",
    fix: "Set backupRetentionPeriod (Postgres: backupDays) to 7 or more.",
    // A replica has nothing of its own, or is judged by postgres-reads-apart or postgres-standby-kept.
    check: (db) => (db.replicateSourceDb === undefined ? backupFault(db) : undefined),
    breaks: {
        "6 days": set("backupRetentionPeriod", 6),
        "left out": leaveOut("backupRetentionPeriod"),
    },
});
