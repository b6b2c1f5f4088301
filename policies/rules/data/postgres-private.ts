import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOff } from "../../values.ts";

export default resourceRule([aws.rds.Instance, aws.rds.ClusterInstance] as (typeof aws.rds.Instance)[], {
    id: "postgres-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "No database has a public address.",
    fix: "Set publiclyAccessible to false.",
    // Left out, it depends on the subnet group whether AWS gives it one (API reference of CreateDBInstance).
    check: ({ publiclyAccessible }) =>
        isOff(publiclyAccessible)
            ? undefined
            : `publiclyAccessible is ${publiclyAccessible ?? "left out, so that AWS chooses"}.`,
    breaks: { public: set("publiclyAccessible", true), "left out": leaveOut("publiclyAccessible") },
});
