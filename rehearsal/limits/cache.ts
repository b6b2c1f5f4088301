import { alphabet, aws, count, length, oneOf, rule } from "./kinds.ts";
import { numberOf, type Limit } from "./row.ts";
import { api, page, typings } from "./sources.ts";

const group = aws("elasticache", "ReplicationGroup");
const user = aws("elasticache", "User");
const userGroup = aws("elasticache", "UserGroup");
const parameterGroup = aws("elasticache", "ParameterGroup");

const create = api("elasticache", "CreateReplicationGroup");
const createUser = api("elasticache", "CreateUserMessage");
const createUserGroup = api("elasticache", "CreateUserGroupMessage");
const createParameters = api("elasticache", "CreateCacheParameterGroupMessage");

const userIds = { good: ["orders-app"], bad: ["1orders", "orders_app", "orders.app"] };
const userId = /^[A-Za-z][A-Za-z0-9-]*$/;
const userIdSays = "letters, digits and hyphens, from a letter";
const engines = ["valkey", "redis"];
/** "Passwords must be 16–128 printable characters", and a user has up to two. */
const rbac = page("https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html");
const passwords = "authenticationMode.passwords";

export const cache: Limit[] = [
    rule(
        group,
        "automaticFailoverEnabled",
        "replica",
        create,
        (value, { numCacheClusters, numNodeGroups, globalReplicationGroupId }) => {
            const nodes = numberOf(numCacheClusters ?? 1);
            const isSharded = numNodeGroups !== undefined || globalReplicationGroupId !== undefined;
            const isAlone = value === true && !isSharded && nodes !== undefined && nodes < 2;
            return isAlone ? `is on with ${nodes} node; use numCacheClusters of 2 or more` : undefined;
        },
        [
            { automaticFailoverEnabled: true, numCacheClusters: 2 },
            { automaticFailoverEnabled: true, numNodeGroups: 1 },
            { automaticFailoverEnabled: false },
        ],
        [{ automaticFailoverEnabled: true, numCacheClusters: 1 }, { automaticFailoverEnabled: true }],
    ),
    rule(
        group,
        "multiAzEnabled",
        "failover",
        typings("elasticache/replicationGroup"),
        (value, { automaticFailoverEnabled }) =>
            value === true && automaticFailoverEnabled === false
                ? "is on without automaticFailoverEnabled; turn on both"
                : undefined,
        [{ multiAzEnabled: true, automaticFailoverEnabled: true, numCacheClusters: 2 }],
        [{ multiAzEnabled: true, automaticFailoverEnabled: false }],
    ),
    oneOf(group, "transitEncryptionMode", ["preferred", "required"], create),
    alphabet(
        group,
        "nodeType",
        /^cache\.[a-z]\d\w*\.\w+$/,
        "cache.FAMILY.SIZE such as cache.t4g.small",
        create,
        {
            good: ["cache.t4g.small", "cache.m7g.16xlarge", "cache.r6gd.xlarge"],
            bad: ["t4g.small", "db.t4g.small", "cache.small"],
        },
    ),
    oneOf(group, "logDeliveryConfigurations[].logType", ["slow-log", "engine-log"], create),
    oneOf(group, "logDeliveryConfigurations[].logFormat", ["text", "json"], create),
    alphabet(user, "userId", userId, userIdSays, createUser, userIds),
    oneOf(user, "engine", engines, createUser),
    oneOf(user, "authenticationMode.type", ["password", "no-password-required", "iam"], createUser),
    count(user, passwords, 1, 2, rbac, { item: (n) => `password-number-${n}` }),
    length(user, `${passwords}[]`, 16, 128, rbac),
    alphabet(userGroup, "userGroupId", userId, userIdSays, createUserGroup, userIds),
    oneOf(userGroup, "engine", engines, createUserGroup),
    alphabet(
        parameterGroup,
        "family",
        /^(valkey|redis|memcached)\d+(\.(\d+|x))?$/,
        "an engine and its version, such as valkey8 or redis7",
        createParameters,
        {
            good: ["valkey8", "redis6.x", "redis5.0", "memcached1.6"],
            bad: ["valkey", "8", "valkey-8", "postgres17"],
        },
    ),
];
