import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default stackRule(databases, {
    id: "postgres-multi-az",
    criterion: "DAT-08",
    severity: "high",
    says: "Every database fails over to another zone by itself.",
    fix: "Set multiAz to true; give a cluster two instances.",
    check: (db, stack) => {
        if (db.type === "aws:rds/cluster:Cluster") {
            // A cluster with a class of its own for its instances is RDS's, of three zones; Aurora's has what it is given.
            if ((db.props as { dbClusterInstanceClass?: string }).dbClusterInstanceClass) return undefined;
            const instances = stack.naming(db, "clusterIdentifier", aws.rds.ClusterInstance);
            return instances.length >= 2 ? undefined : `It has ${instances.length} instances.`;
        }
        if (isOn(db.props.multiAz)) return undefined;
        // A read replica is a copy already: losing it loses no data.
        return sourceOf(db, stack) ? undefined : "Runs in one zone, without a standby.";
    },
    breaks: { "one zone": set("multiAz", false), "left out": leaveOut("multiAz") },
});
