import type { Properties, Value } from "../values.ts";
import { aws, rule } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { api, typings } from "./sources.ts";

const instance = aws("rds", "Instance");
const create = api("rds", "CreateDBInstanceReadReplica", "2026-11-23");
const provider = typings("rds/instance", "2026-11-23");

const named = /^[A-Za-z](-?[A-Za-z0-9]){0,62}$/;
const arn = /^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:(db|cluster):[A-Za-z](-?[A-Za-z0-9])*$/;
const FIRST = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";
const isSet = (value: Value | undefined) => value !== undefined && value !== null && value !== "";

/** What comes with the data of the source, or would start it from somewhere else. */
const bornOtherwise = ["username", "dbName", "snapshotIdentifier", "restoreToPointInTime"];
const replica = { replicateSourceDb: "orders" };

/** A database that copies another one, of this region by its name, or of any by its ARN. */
export const replicas: Limit[] = [
    rule(
        instance,
        "replicateSourceDb",
        "form",
        create,
        (value) => {
            if (typeof value !== "string" || value === "" || named.test(value) || arn.test(value))
                return undefined;
            return `is ${value}; use the identifier of a database of this region, or the ARN of one of another`;
        },
        [replica, { replicateSourceDb: FIRST, kmsKeyId: KEY }],
        [
            { replicateSourceDb: "orders--2" },
            { replicateSourceDb: FIRST.replace(":db:", ":snapshot:"), kmsKeyId: KEY },
            { replicateSourceDb: FIRST.replace("123456789012", "12345678901"), kmsKeyId: KEY },
        ],
    ),
    rule(
        instance,
        "replicateSourceDb",
        "beginning",
        provider,
        (_source, inputs) => {
            const other = bornOtherwise.find((property) => isSet(inputs[property]));
            return (
                other &&
                `is beside ${other}; leave that out: a replica has the data and the users of its source`
            );
        },
        [replica],
        bornOtherwise.map((property): Properties => ({
            ...replica,
            [property]: property === "restoreToPointInTime" ? { sourceDbiResourceId: "db-A" } : "app",
        })),
    ),
    rule(
        instance,
        "replicateSourceDb",
        "key",
        create,
        (value, { kmsKeyId, storageEncrypted }) => {
            // A key belongs to one region. Of this one, RDS takes that of the source.
            const isElsewhere = typeof value === "string" && arn.test(value);
            if (!isElsewhere || storageEncrypted !== true || isSet(kmsKeyId)) return undefined;
            return "is a database of another region, without a kmsKeyId; name a key of this region: an encrypted copy needs one";
        },
        [
            { replicateSourceDb: FIRST, storageEncrypted: true, kmsKeyId: KEY },
            { ...replica, storageEncrypted: true },
        ],
        [{ replicateSourceDb: FIRST, storageEncrypted: true }],
    ),
];
