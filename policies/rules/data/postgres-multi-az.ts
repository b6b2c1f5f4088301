import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.rds.Instance, {
    id: "postgres-multi-az",
    criterion: "DAT-08",
    severity: "high",
    says: "Every database fails over to another zone by itself.",
    fix: "Set multiAz to true.",
    // A read replica is a copy already: losing it loses no data.
    check: (db) => (db.multiAz || db.replicateSourceDb ? undefined : "Runs in one zone, without a standby."),
    breaks: { "one zone": set("multiAz", false), "left out": leaveOut("multiAz") },
});
