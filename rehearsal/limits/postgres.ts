import type { Properties, Value } from "../values.ts";
import { isObject } from "../values.ts";
import { rule } from "./kinds.ts";
import { postgresNames } from "./postgres-names.ts";
import { textOf, type Limit } from "./row.ts";
import { page, schema } from "./sources.ts";

const settings = "pg_settings of PostgreSQL 15.18 and 18.6, read from the servers 2026-11-21";
const most = 2147483647;

/** Whole numbers that PostgreSQL takes, in the unit that its name documents: milliseconds for a timeout. */
const ranges: { [name: string]: [number, number] } = {
    deadlock_timeout: [1, most],
    idle_in_transaction_session_timeout: [0, most],
    idle_session_timeout: [0, most],
    lock_timeout: [0, most],
    log_min_duration_statement: [-1, most],
    log_temp_files: [-1, most],
    max_connections: [1, 262143],
    max_wal_senders: [0, 262143],
    statement_timeout: [0, most],
    track_activity_query_size: [100, 1048576],
    transaction_timeout: [0, most],
    work_mem: [64, most],
};

type Judge = (name: string, value: string | undefined) => string | undefined;

/** A row over each parameter of a group in the family of RDS for PostgreSQL. */
function parameterRow(
    type: string,
    kind: string,
    source: string,
    judge: Judge,
    accepts: [string, string][],
    refuses: [string, string][],
): Limit {
    const group = ([name, value]: [string, string]): Properties => ({
        family: "postgres17",
        parameters: [{ name, value, applyMethod: "pending-reboot" }],
    });
    const check = (parameter: Value, { family }: Properties): string | undefined => {
        const name = isObject(parameter) ? textOf(parameter.name) : undefined;
        if (!isObject(parameter) || name === undefined || !textOf(family)?.startsWith("postgres"))
            return undefined;
        return judge(name, textOf(parameter.value)?.trim());
    };
    return rule(type, "parameters[]", kind, source, check, accepts.map(group), refuses.map(group));
}

export function parameters(type: string): Limit[] {
    const name: Judge = (key) =>
        key.includes(".") || postgresNames.has(key.toLowerCase())
            ? undefined
            : `"${key}" is no parameter of PostgreSQL; correct its name`;
    const number: Judge = (key, value) => {
        const limits = Object.hasOwn(ranges, key) ? ranges[key] : undefined;
        // A formula such as LEAST({DBInstanceClassMemory/9531392},5000) is worked out by RDS.
        if (limits === undefined || value === undefined || value.includes("{")) return undefined;
        const [min, max] = limits;
        const good = /^-?\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
        return good
            ? undefined
            : `${key} is "${value}"; use a whole number from ${min} to ${max}, without a unit`;
    };
    const ssl: Judge = (key, value) =>
        key === "rds.force_ssl" && value !== undefined && value !== "0" && value !== "1"
            ? `rds.force_ssl is "${value}"; use "1" or "0"`
            : undefined;
    const at = Object.entries(ranges);
    const edges = at.flatMap(([key, [min, max]]): [string, string][] => [
        [key, `${min}`],
        [key, `${max}`],
    ]);
    const outside = at.flatMap(([key, [min, max]]): [string, string][] => [
        [key, `${min - 1}`],
        [key, `${max + 1}`],
    ]);
    const formula: [string, string] = ["max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)"];
    const sslPage = page(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    );
    return [
        parameterRow(
            type,
            "name",
            settings,
            name,
            [
                ["work_mem", "64"],
                ["rds.force_ssl", "1"],
            ],
            [["statment_timeout", "5"]],
        ),
        parameterRow(
            type,
            "range",
            settings,
            number,
            [...edges, formula],
            [...outside, ["statement_timeout", "5s"]],
        ),
        parameterRow(
            type,
            "force-ssl",
            sslPage,
            ssl,
            [
                ["rds.force_ssl", "0"],
                ["rds.force_ssl", "1"],
            ],
            [["rds.force_ssl", "on"]],
        ),
    ];
}

/** Families that RDS sells for no PostgreSQL from 13 on: old generations, and those of other engines. */
const notForPostgres = new Set([
    "m1",
    "m2",
    "m3",
    "m4",
    "r3",
    "r4",
    "t1",
    "t2",
    "x1",
    "x1e",
    "x2m",
    "z1d",
    "m8i",
    "r8i",
]);
const burstableSizes = new Set(["micro", "small", "medium", "large", "xlarge", "2xlarge"]);

/** The instance class, by itself and with the version of PostgreSQL. */
export function instanceClass(type: string): Limit {
    const source = schema(
        "schemas/extensions/aws_rds_dbinstance/db_instance_class.json and dbinstanceclass_enum.json",
    );
    const postgres = (instanceClass: string, engineVersion = "17"): Properties => ({
        engine: "postgres",
        engineVersion,
        instanceClass,
    });
    const check = (value: Value, { engine, engineVersion }: Properties): string | undefined => {
        const text = textOf(value);
        if (text === undefined) return undefined;
        const [, family, size = ""] = /^db\.([a-z]+\d+[a-z]*)\.([a-z0-9]+)$/.exec(text) ?? [];
        if (text === "db.serverless") return undefined;
        if (family === undefined)
            return `is "${text}"; use db.FAMILY.SIZE such as db.t4g.medium or db.m7g.large`;
        if (engine !== "postgres") return undefined;
        const major = Number.parseInt(textOf(engineVersion) ?? "", 10);
        if (major >= 13 && notForPostgres.has(family))
            return `is ${text}, which RDS has not for PostgreSQL ${major}; use db.t4g, db.m7g or db.r7g`;
        if (!/^[tmr]\d/.test(family)) return undefined;
        if (family.startsWith("t")) {
            const sizes = [...burstableSizes];
            return burstableSizes.has(size)
                ? undefined
                : `is ${text}; ${family} comes as ${sizes.join(", ")}`;
        }
        return /^(\d*x)?large$/.test(size) ? undefined : `is ${text}; ${family} starts at large`;
    };
    const accepts = [
        postgres("db.t4g.micro"),
        postgres("db.t3.2xlarge", "13.23"),
        postgres("db.m7g.large", "18.6"),
        postgres("db.r8g.48xlarge"),
    ];
    const refuses = [
        postgres("db.t2.micro"),
        postgres("db.r4.large", "13.23"),
        postgres("db.m8i.large", "18.6"),
        postgres("db.t4g.nano"),
        postgres("db.m7g.medium"),
        postgres("t4g.medium"),
    ];
    return rule(type, "instanceClass", "offering", source, check, accepts, refuses);
}

/** The parameter group family of a PostgreSQL version: `postgres17` for 17.6. */
export function familyOf(inputs: Properties): string | undefined {
    const major = /^\d+/.exec(textOf(inputs.engineVersion) ?? "")?.[0];
    return inputs.engine === "postgres" && major !== undefined ? `postgres${major}` : undefined;
}
