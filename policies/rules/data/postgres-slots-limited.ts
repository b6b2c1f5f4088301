import { databases, isPostgres, leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(databases, {
    id: "postgres-slots-limited",
    criterion: "DAT-10",
    severity: "high",
    says: "Whoever follows a database by logical replication and stays away can't fill its storage.",
    fix: "Set max_slot_wal_keep_size (MB) above 0 in the parameter group that has rds.logical_replication.",
    check: (db, stack) => {
        if (!isPostgres(db.props) || parameter(db, stack, "rds.logical_replication") !== "1")
            return undefined;
        const kept = parameter(db, stack, "max_slot_wal_keep_size");
        // PostgreSQL's own default, -1, is no limit.
        return Number(kept ?? -1) > 0
            ? undefined
            : `max_slot_wal_keep_size is ${kept ?? "left out: no limit"}.`;
    },
    breaks: {
        "no limit": setParameter("max_slot_wal_keep_size", "-1"),
        "left out": leaveOutParameter("max_slot_wal_keep_size"),
    },
});
