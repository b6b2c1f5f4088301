import * as aws from "@pulumi/aws";
import { leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";

/** The most milliseconds that each may be: 5 s for a statement by criterion DAT-06, and an end at all for the others. */
const most = {
    statement_timeout: 5_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 300_000,
};

export default stackRule(aws.rds.Instance, {
    id: "postgres-timeouts",
    criterion: "DAT-06",
    severity: "high",
    says: "No statement, lock or forgotten transaction holds a database for long.",
    fix: `Set in the parameter group, in milliseconds, at most: ${Object.entries(most).flat().join(" ")}.`,
    check: (db, stack) => {
        const faults = Object.entries(most).flatMap(([name, limit]) => {
            const value = parameter(db, stack, name);
            const isBound = value !== undefined && Number(value) > 0 && Number(value) <= limit;
            return isBound ? [] : [`${name} is ${value ?? "left out, which is no limit"}.`];
        });
        return faults.length > 0 ? faults.join(" ") : undefined;
    },
    breaks: {
        "a minute for a statement": setParameter("statement_timeout", "60000"),
        "no limit": setParameter("lock_timeout", "0"),
        "left out": leaveOutParameter("idle_in_transaction_session_timeout"),
    },
});
