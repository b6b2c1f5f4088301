import { isObject } from "../values.ts";
import { alphabet, aws, length, oneOf, range, rule } from "./kinds.ts";
import { numberOf, type Limit } from "./row.ts";
import { schedule } from "./schedules.ts";
import { api, page, typings } from "./sources.ts";

const bucket = aws("s3", "Bucket");
const versioning = aws("s3", "BucketVersioning");
const lifecycle = aws("s3", "BucketLifecycleConfiguration");
const encryption = aws("s3", "BucketServerSideEncryptionConfiguration");
const ownership = aws("s3", "BucketOwnershipControls");
const vault = aws("backup", "Vault");
const plan = aws("backup", "Plan");
const testingPlan = aws("backup", "RestoreTestingPlan");
const testingSelection = aws("backup", "RestoreTestingSelection");

const bucketNames = page(
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ bucketnamingrules.html and directory-bucket-naming-rules.html",
);
const ip = "(?!\\d{1,3}(?:\\.\\d{1,3}){3}$)";
const reservedFront = "(?!xn--|sthree-|amzn-s3-demo-)";
const reservedEnd = "(?<!-s3alias|--ol-s3|--x-s3)";
const bucketName = new RegExp(
    `^${ip}${reservedFront}[a-z0-9](?:[a-z0-9-]|\\.(?!\\.))*(?<=[a-z0-9])${reservedEnd}$`,
);
const alnum = /^\w+$/;

export const storage: Limit[] = [
    length(bucket, "bucket", 3, 63, bucketNames),
    alphabet(
        bucket,
        "bucket",
        bucketName,
        "lower-case letters, digits, dots and hyphens, a letter or digit at both ends, and no reserved prefix or suffix",
        bucketNames,
        {
            good: ["orders-logs", "orders.example.com", "1orders"],
            bad: [
                "Orders",
                "orders_logs",
                "-orders",
                "orders-",
                "orders..logs",
                "192.168.5.4",
                "xn--orders",
                "sthree-orders",
                "amzn-s3-demo-orders",
                "orders-s3alias",
                "orders--ol-s3",
                "orders--x-s3",
            ],
        },
    ),
    oneOf(
        versioning,
        "versioningConfiguration.status",
        ["Enabled", "Suspended", "Disabled"],
        typings("s3/bucketVersioning"),
    ),
    length(lifecycle, "rules[].id", 1, 255, api("s3", "LifecycleRule")),
    rule(
        lifecycle,
        "rules[].expiration.days",
        "range",
        api("s3", "LifecycleExpiration"),
        (value) => {
            const days = numberOf(value);
            return days !== undefined && days < 1 ? `is ${days}; use 1 or more` : undefined;
        },
        [{ rules: [{ expiration: { days: 1 } }] }],
        [{ rules: [{ expiration: { days: 0 } }] }],
    ),
    oneOf(lifecycle, "rules[].status", ["Enabled", "Disabled"], api("s3", "LifecycleRule")),
    oneOf(
        encryption,
        "rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
        ["AES256", "aws:kms", "aws:kms:dsse", "aws:fsx", "aws:backup"],
        api("s3", "ServerSideEncryptionByDefault"),
    ),
    oneOf(
        ownership,
        "rule.objectOwnership",
        ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"],
        api("s3", "OwnershipControlsRule"),
    ),

    length(vault, "name", 2, 50, api("backup", "CreateBackupVault")),
    alphabet(
        vault,
        "name",
        /^[\w-]+$/,
        "letters, digits, hyphens and underscores",
        api("backup", "CreateBackupVault"),
        {
            good: ["orders_1-daily"],
            bad: ["orders daily", "orders.daily"],
        },
    ),
    length(plan, "rules[].ruleName", 1, 50, api("backup", "BackupRuleInput")),
    alphabet(
        plan,
        "rules[].ruleName",
        /^[\w.-]+$/,
        "letters, digits and - _ .",
        api("backup", "BackupRuleInput"),
        {
            good: ["daily.35"],
            bad: ["daily 35"],
        },
    ),
    schedule(plan, "rules[].schedule", ["cron"], api("backup", "BackupRuleInput")),
    rule(
        plan,
        "rules[].startWindow",
        "range",
        api("backup", "BackupRuleInput"),
        (value) => {
            const minutes = numberOf(value);
            const good = minutes === undefined || (minutes >= 60 && minutes <= 52560000);
            return good ? undefined : `is ${minutes}; use 60 to 52560000 minutes`;
        },
        [60, 52560000].map((startWindow) => ({ rules: [{ startWindow }] })),
        [59, 52560001].map((startWindow) => ({ rules: [{ startWindow }] })),
    ),
    rule(
        plan,
        "rules[].lifecycle",
        "cold-storage",
        api("backup", "Lifecycle"),
        (value) => {
            const [cold, gone] = isObject(value)
                ? [numberOf(value.coldStorageAfter), numberOf(value.deleteAfter)]
                : [];
            if (cold === undefined || gone === undefined || cold === 0 || gone >= cold + 90) return undefined;
            return `deletes after ${gone} days what is cold after ${cold}; use ${cold + 90} or more`;
        },
        [{ rules: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }] }],
        [{ rules: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 119 } }] }],
    ),
    length(testingPlan, "name", 1, 50, typings("backup/restoreTestingPlan")),
    alphabet(
        testingPlan,
        "name",
        alnum,
        "letters, digits and underscores",
        api("backup", "RestoreTestingPlanForCreate"),
        {
            good: ["weekly_drill"],
            bad: ["weekly-drill"],
        },
    ),
    schedule(testingPlan, "scheduleExpression", ["cron"], api("backup", "RestoreTestingPlanForCreate")),
    range(testingPlan, "startWindowHours", 1, 168, api("backup", "RestoreTestingPlanForCreate")),
    length(testingSelection, "name", 1, 50, api("backup", "RestoreTestingSelectionForCreate")),
    alphabet(
        testingSelection,
        "name",
        alnum,
        "letters, digits and underscores",
        api("backup", "RestoreTestingSelectionForCreate"),
        {
            good: ["orders_1"],
            bad: ["orders-1"],
        },
    ),
    range(
        testingSelection,
        "validationWindowHours",
        0,
        168,
        api("backup", "RestoreTestingSelectionForCreate"),
    ),
];
