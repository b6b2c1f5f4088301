import { databases, isPostgres, leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

/** The most milliseconds that each may be: 5 s for a statement by criterion DAT-06, and an end at all for the others. */
const most = {
    statement_timeout: 5_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 300_000,
};

export default stackRule(databases, {
    id: "postgres-timeouts",
    criterion: "DAT-06",
    severity: "high",
    says: "No statement, lock or forgotten transaction holds a Postgres for long.",
    fix: `Set in the parameter group, in milliseconds, at most: ${Object.entries(most).flat().join(" ")}.`,
    check: (db, stack) => {
        if (!isPostgres(db.props)) return undefined;
        const faults = Object.entries(most).flatMap(([name, limit]) => {
            const value = parameter(db, stack, name);
            const isBound = numberOf(value) > 0 && numberOf(value) <= limit;
            return isBound ? [] : [`${name} is ${value ?? "left out, which is no limit"}.`];
        });
        return faults.length > 0 ? faults.join(" ") : undefined;
    },
    breaks: {
        "a minute for a statement": setParameter("statement_timeout", "60000"),
        "a minute for a lock": setParameter("lock_timeout", "60000"),
        "no limit": setParameter("lock_timeout", "0"),
        "no limit for a statement": leaveOutParameter("statement_timeout"),
        "an hour at nothing": setParameter("idle_in_transaction_session_timeout", "3600000"),
        "left out": leaveOutParameter("idle_in_transaction_session_timeout"),
    },
});
