import * as aws from "@pulumi/aws";
import { leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.rds.Instance, {
    id: "postgres-tls",
    criterion: "SEC-04",
    severity: "high",
    says: "Every database refuses connections without TLS.",
    fix: "Set rds.force_ssl to 1 in an aws.rds.ParameterGroup of this stack that the database names.",
    check: (db, stack) => {
        const value = parameter(db, stack, "rds.force_ssl");
        return value === "1" ? undefined : `rds.force_ssl is ${value ?? "left to Amazon's default"}.`;
    },
    breaks: {
        "plain text": setParameter("rds.force_ssl", "0"),
        "left out": leaveOutParameter("rds.force_ssl"),
    },
});
