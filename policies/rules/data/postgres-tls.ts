import { databases, leaveOutParameter, parameter, setParameter } from "../../parameters.ts";
import { stackRule } from "../../rule.ts";

/** What refuses plain text, by engine (RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance"). */
const switches = [
    { engines: /postgres|sqlserver/, name: "rds.force_ssl" },
    { engines: /mysql|mariadb/, name: "require_secure_transport" },
];

export default stackRule(databases, {
    id: "postgres-tls",
    criterion: "SEC-04",
    severity: "high",
    says: "Every database refuses connections without TLS.",
    fix: "Set rds.force_ssl (MySQL: require_secure_transport) to 1 in a parameter group of this stack that it names.",
    check: (db, stack) => {
        const { engine = "postgres" } = db.props;
        const name = switches.find(({ engines }) => engines.test(engine.toLowerCase()))?.name;
        if (name === undefined) return `With the engine ${engine} nothing here shows that it takes TLS only.`;
        const value = parameter(db, stack, name);
        const isForced = value === "1" || (name !== "rds.force_ssl" && value?.toUpperCase() === "ON");
        return isForced ? undefined : `${name} is ${value ?? "left to Amazon's default"}.`;
    },
    breaks: {
        "plain text": setParameter("rds.force_ssl", "0"),
        "left out": leaveOutParameter("rds.force_ssl"),
    },
});
