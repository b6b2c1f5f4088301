import * as aws from "@pulumi/aws";
import { leaveOut } from "../../edits.ts";
import { leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.rds.Instance, {
    id: "postgres-slow-queries",
    criterion: "DAT-07",
    severity: "medium",
    says: "Every database logs the queries that take 100 ms or more, and keeps statistics of all.",
    fix:
        "In the parameter group set log_min_duration_statement to 0–100 and put pg_stat_statements into " +
        "shared_preload_libraries; on the instance export the postgresql log.",
    check: (db, stack) => {
        const from = parameter(db, stack, "log_min_duration_statement");
        if (from === undefined || !(Number(from) >= 0 && Number(from) <= 100))
            return `log_min_duration_statement is ${from ?? "left out, which logs none"}.`;
        const libraries = parameter(db, stack, "shared_preload_libraries") ?? "";
        if (!libraries.includes("pg_stat_statements")) return "pg_stat_statements is not loaded.";
        const isKept = (db.props.enabledCloudwatchLogsExports ?? []).includes("postgresql");
        return isKept
            ? undefined
            : "The log stays on the server: enabledCloudwatchLogsExports has no postgresql.";
    },
    breaks: {
        "only after a second": setParameter("log_min_duration_statement", "1000"),
        never: setParameter("log_min_duration_statement", "-1"),
        "no statistics": leaveOutParameter("shared_preload_libraries"),
        "left out": leaveOutParameter("log_min_duration_statement"),
        "not kept": leaveOut("enabledCloudwatchLogsExports"),
    },
});
