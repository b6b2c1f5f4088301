import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(aws.elasticache.ReplicationGroup, {
    id: "cache-snapshots",
    criterion: "DAT-01",
    severity: "medium",
    says: "Every cache has a snapshot of each of the last 7 days.",
    fix: "Set snapshotRetentionLimit to 7 or more.",
    check: ({ snapshotRetentionLimit: days = 0 }) =>
        numberOf(days) >= 7 ? undefined : `Keeps ${days} days of snapshots.`,
    breaks: {
        "6 days": set("snapshotRetentionLimit", 6),
        "left out": leaveOut("snapshotRetentionLimit"),
    },
});
