import { leaveOut, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const isReason = (text: unknown) => typeof text === "string" && text.trim().length >= 10;

export default resourceRule(databases, {
    id: "postgres-protected",
    criterion: "DAT-08",
    severity: "critical",
    says: "No database can be deleted by accident, neither by AWS nor by Pulumi, nor without a last snapshot.",
    fix: "Set deletionProtection and the option protect to true, and leave skipFinalSnapshot out. To give a database up, tag it retire with the reason.",
    check: (db, { opts }) => {
        // A replica has nothing of its own; that its source is one of this stack's, postgres-reads-apart says.
        if (db.replicateSourceDb !== undefined) return undefined;
        if (isOn(db.skipFinalSnapshot))
            return "It would go without a last snapshot: skipFinalSnapshot is on.";
        if (isReason(db.tags?.retire)) return undefined;
        if (!isOn(db.deletionProtection)) return "AWS would delete it when asked: deletionProtection is off.";
        if (!opts.protect) return "Pulumi would delete it when asked: the option protect is off.";
        return undefined;
    },
    breaks: {
        "AWS may": set("deletionProtection", false),
        "left out": leaveOut("deletionProtection"),
        "Pulumi may": (db) => void (db.opts.protect = false),
        "no last snapshot": set("skipFinalSnapshot", true),
        "retired without a word": (db) => {
            db.props.tags = { ...db.props.tags, retire: " " };
            db.opts.protect = false;
        },
    },
});
