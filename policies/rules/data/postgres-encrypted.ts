import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { databases } from "../../parameters.ts";
import { asStandby, sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default stackRule(databases, {
    id: "postgres-encrypted",
    criterion: "SEC-03",
    severity: "critical",
    says: "Every database is encrypted with a key of this stack.",
    fix: "Set storageEncrypted to true and kmsKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (db, stack) => {
        if (!isOn(db.props.storageEncrypted)) return "Its storage is not encrypted: storageEncrypted is off.";
        // In one region RDS gives a replica the key of its source, and takes no other.
        return hasOwnKey(sourceOf(db, stack) ?? db, "kmsKeyId", stack)
            ? undefined
            : "Its key is none of this stack's: Amazon's own, or one that others decide about.";
    },
    breaks: {
        "in the clear": set("storageEncrypted", false),
        "left out": leaveOut("kmsKeyId"),
        "Amazon's key": set("kmsKeyId", "alias/aws/rds"),
        "one that stands by": asStandby(set("kmsKeyId", "alias/aws/rds")),
        "a key from nowhere": fromNowhere("kmsKeyId"),
    },
});
