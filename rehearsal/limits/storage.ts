import { alphabet, aws, length, oneOf, rule } from "./kinds.ts";
import { numberOf, type Limit } from "./row.ts";
import { api, page, typings } from "./sources.ts";

const bucket = aws("s3", "Bucket");
const versioning = aws("s3", "BucketVersioning");
const lifecycle = aws("s3", "BucketLifecycleConfiguration");
const encryption = aws("s3", "BucketServerSideEncryptionConfiguration");
const ownership = aws("s3", "BucketOwnershipControls");

const bucketNames = page(
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ bucketnamingrules.html and directory-bucket-naming-rules.html",
);
const ip = "(?!\\d{1,3}(?:\\.\\d{1,3}){3}$)";
const reservedFront = "(?!xn--|sthree-|amzn-s3-demo-)";
const reservedEnd = "(?<!-s3alias|--ol-s3|--x-s3)";
const bucketName = new RegExp(
    `^${ip}${reservedFront}[a-z0-9](?:[a-z0-9-]|\\.(?!\\.))*(?<=[a-z0-9])${reservedEnd}$`,
);

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
];
