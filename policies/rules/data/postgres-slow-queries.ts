import { leaveOut } from "../../edits.ts";
import { databases, isPostgres, leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default stackRule(databases, {
    id: "postgres-slow-queries",
    criterion: "DAT-07",
    severity: "medium",
    says: "Every Postgres logs the queries that take 100 ms or more, and keeps statistics of all.",
    fix:
        "In the parameter group set log_min_duration_statement to 0–100 and put pg_stat_statements into " +
        "shared_preload_libraries; on the instance export the postgresql log.",
    check: (db, stack) => {
        if (!isPostgres(db.props)) return undefined;
        const from = parameter(db, stack, "log_min_duration_statement");
        if (!(numberOf(from) >= 0 && numberOf(from) <= 100))
            return `log_min_duration_statement is ${from ?? "left out, which logs none"}.`;
        const libraries = parameter(db, stack, "shared_preload_libraries") ?? "";
        if (!libraries.split(/\s*,\s*/).includes("pg_stat_statements"))
            return "pg_stat_statements is not loaded.";
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
