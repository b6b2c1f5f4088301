import { leaveOut, set } from "../../edits.ts";
import { protectionFault } from "../../kept.ts";
import { databases } from "../../parameters.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(databases, {
    id: "postgres-protected",
    criterion: "DAT-08",
    severity: "critical",
    says: "No database can be deleted by accident, neither by AWS nor by Pulumi, nor without a last snapshot and the days in which any second of it can be had.",
    fix: "Set deletionProtection and the option protect to true, deleteAutomatedBackups to false, and leave skipFinalSnapshot out. To give a database up, tag it retire with the reason.",
    // A replica has nothing of its own, or is judged by postgres-reads-apart or postgres-standby-kept.
    check: (db, { opts }) => (db.replicateSourceDb === undefined ? protectionFault(db, opts) : undefined),
    breaks: {
        "AWS may": set("deletionProtection", false),
        "left out": leaveOut("deletionProtection"),
        "Pulumi may": (db) => void (db.opts.protect = false),
        "no last snapshot": set("skipFinalSnapshot", true),
        "no second of it left": set("deleteAutomatedBackups", true),
        "that left to the provider": leaveOut("deleteAutomatedBackups"),
        "retired without a word": (db) => {
            db.props.tags = { ...db.props.tags, retire: " " };
            db.opts.protect = false;
        },
    },
});
