import type { Properties } from "../values.ts";
import { alphabet, aws, count, length, oneOf, range, rule } from "./kinds.ts";
import { instanceClass, parameters } from "./postgres.ts";
import { numberOf, textOf, type Limit } from "./row.ts";
import { api, page, typings } from "./sources.ts";
import { maintenanceWindow, backupWindow, windowsApart } from "./windows.ts";

const instance = aws("rds", "Instance");
const parameterGroup = aws("rds", "ParameterGroup");
const subnetGroup = aws("rds", "SubnetGroup");
const replication = aws("elasticache", "ReplicationGroup");
const cacheSubnets = aws("elasticache", "SubnetGroup");

const create = api("rds", "CreateDBInstance");
const redis = api("elasticache", "CreateReplicationGroup");
const insightsDays = [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731];
const identifierSays =
    "letters, digits and single hyphens, starting with a letter and not ending with a hyphen";
const identifier = /^[A-Za-z](-?[A-Za-z0-9])*$/;
const lowerIdentifier = /^[a-z](-?[a-z0-9])*$/;
const autoscaling = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html";

/** What a password may look like; the fault tells lengths and rules, never the password. */
function password(
    type: string,
    property: string,
    min: number,
    allowed: RegExp,
    says: string,
    source: string,
): Limit {
    const at = (text: string): Properties => ({ [property]: text });
    return rule(
        type,
        property,
        "password",
        source,
        (value) => {
            if (typeof value !== "string") return undefined;
            if (value.length < min || value.length > 128)
                return `has ${value.length} characters; use ${min} to 128`;
            return allowed.test(value) ? undefined : `has a character that is not allowed; use ${says}`;
        },
        [at("a".repeat(min)), at("a".repeat(128))],
        [at("a".repeat(min - 1)), at("a".repeat(129)), at(`${"a".repeat(min)}@`), at(`${"a".repeat(min)}"`)],
    );
}

export const databases: Limit[] = [
    length(instance, "identifier", 1, 63, create),
    alphabet(instance, "identifier", lowerIdentifier, `lower-case ${identifierSays}`, create, {
        good: ["orders-2"],
        bad: ["2orders", "orders-", "orders--2", "orders_2", "Orders"],
    }),
    length(instance, "dbName", 1, 63, create, { base: { engine: "postgres" } }),
    alphabet(instance, "dbName", /^[A-Za-z]\w*$/, "a letter, then letters, digits or underscores", create, {
        base: { engine: "postgres" },
        good: ["orders_2"],
        bad: ["2orders", "orders-2"],
    }),
    alphabet(instance, "username", /^[A-Za-z]\w*$/, "a letter, then letters, digits or underscores", create, {
        good: ["app_1"],
        bad: ["1app", "app-1"],
    }),
    password(instance, "password", 8, /^[!#-.0-?A-~]*$/, 'printable ASCII except / @ " and space', create),
    range(instance, "backupRetentionPeriod", 0, 35, create),
    range(instance, "port", 1150, 65535, create),
    oneOf(instance, "monitoringInterval", [1, 5, 10, 15, 30, 60], create, {
        also: 0,
        base: { monitoringRoleArn: "arn:aws:iam::1:role/x" },
    }),
    rule(
        instance,
        "monitoringInterval",
        "role",
        create,
        (value, { monitoringRoleArn }) => {
            const off = numberOf(value) === 0;
            const role = monitoringRoleArn !== undefined && monitoringRoleArn !== null;
            if (off && role) return "is 0 with a monitoringRoleArn; use 1 to 60, or leave the role out";
            return off || role
                ? undefined
                : "has no monitoringRoleArn; name the role that may write to CloudWatch";
        },
        [{ monitoringInterval: 0 }, { monitoringInterval: 60, monitoringRoleArn: "arn:aws:iam::1:role/x" }],
        [{ monitoringInterval: 60 }, { monitoringInterval: 0, monitoringRoleArn: "arn:aws:iam::1:role/x" }],
    ),
    oneOf(instance, "performanceInsightsRetentionPeriod", insightsDays, create),
    oneOf(instance, "databaseInsightsMode", ["standard", "advanced"], create, {
        base: { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 465 },
    }),
    oneOf(instance, "storageType", ["gp2", "gp3", "io1", "io2", "standard"], create),
    rule(
        instance,
        "allocatedStorage",
        "range",
        `${create}; for PostgreSQL`,
        (value, { engine, storageType }) => {
            const size = numberOf(value);
            if (size === undefined || engine !== "postgres") return undefined;
            const type = textOf(storageType) ?? "gp2";
            const [min, max] =
                type === "standard" ? [5, 3072] : type.startsWith("io") ? [100, 65536] : [20, 65536];
            return size < min || size > max ? `is ${size} GiB on ${type}; use ${min} to ${max}` : undefined;
        },
        [20, 65536].map((allocatedStorage) => ({ engine: "postgres", storageType: "gp3", allocatedStorage })),
        [19, 65537].map((allocatedStorage) => ({ engine: "postgres", storageType: "gp3", allocatedStorage })),
    ),
    rule(
        instance,
        "maxAllocatedStorage",
        "room",
        page(autoscaling),
        (value, { allocatedStorage }) => {
            const [max, size] = [numberOf(value), numberOf(allocatedStorage)];
            // 0, or the same size, is how autoscaling is turned off.
            if (max === undefined || size === undefined || max === 0 || max === size || max >= size * 1.1)
                return undefined;
            return `is ${max} with ${size} allocated; use at least ${Math.ceil(size * 1.1)}, 10 % more`;
        },
        [
            { allocatedStorage: 1000, maxAllocatedStorage: 1100 },
            { allocatedStorage: 20, maxAllocatedStorage: 0 },
        ],
        [{ allocatedStorage: 1000, maxAllocatedStorage: 1099 }],
    ),
    backupWindow(instance, "backupWindow", 30, create),
    maintenanceWindow(instance, "maintenanceWindow", 30, create),
    windowsApart(instance, create),
    instanceClass(instance),

    length(parameterGroup, "name", 1, 255, api("rds", "CreateDBParameterGroup")),
    alphabet(parameterGroup, "name", identifier, identifierSays, api("rds", "CreateDBParameterGroup"), {
        good: ["orders-17"],
        bad: ["17", "orders--17", "orders-", "orders.17"],
    }),
    ...parameters(parameterGroup),
    length(subnetGroup, "name", 1, 255, api("rds", "CreateDBSubnetGroup")),
    alphabet(
        subnetGroup,
        "name",
        /^(?!default$)[A-Za-z][A-Za-z0-9._ -]*$/,
        'a letter, then letters, digits, periods, underscores, spaces or hyphens, and not "default"',
        api("rds", "CreateDBSubnetGroup"),
        { good: ["orders-1"], bad: ["default", "1orders", "orders/1"] },
    ),

    length(replication, "replicationGroupId", 1, 40, redis),
    alphabet(replication, "replicationGroupId", identifier, identifierSays, redis, {
        good: ["cache-1"],
        bad: ["1cache", "cache--1", "cache-", "cache_1"],
    }),
    password(
        replication,
        "authToken",
        16,
        /^[A-Za-z0-9!&#$^<>-]*$/,
        "letters, digits and ! & # $ ^ < > -",
        redis,
    ),
    range(replication, "numCacheClusters", 1, 6, redis),
    maintenanceWindow(replication, "maintenanceWindow", 60, redis),
    backupWindow(replication, "snapshotWindow", 60, typings("elasticache/replicationGroup")),
    length(cacheSubnets, "name", 1, 255, api("elasticache", "CreateCacheSubnetGroup")),
    count(
        subnetGroup,
        "subnetIds",
        2,
        20,
        page("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html"),
    ),
];
