/** How the AWS Price List API is asked for one price. */
export interface Query {
    service: string;
    /** Attributes that the product has, besides its region. */
    has: Record<string, string>;
    /** How its usage type ends: outside of us-east-1 a short name of the region stands before it. */
    usage: string;
    /** What the price list counts it in, such as /^hrs$/i. */
    unit: RegExp;
    /** Our own unit, and how many of the list's are one of it. */
    own: string;
    times: number;
}

const HOUR = /^(hrs|hours?)$/i;
const GB = /^gb$/i;
const STORED = /^gb-mo(nth)?$/i;
const REQUESTS = /^((api )?requests?|write ?requestunits|read ?requestunits)$/i;

function query(service: string, usage: string, unit: RegExp, own: string, times = 1, has = {}): Query {
    return { service, usage, unit, own, times, has };
}

/** One is missing where nobody here could tell how AWS calls it: then the price is quoted by hand. */
const QUERIES: Record<string, Query> = {
    "nat-gateway-hour": query("AmazonEC2", "NatGateway-Hours", HOUR, "hour"),
    "nat-gateway-gb": query("AmazonEC2", "NatGateway-Bytes", GB, "GB"),
    "vpc-endpoint-hour": query("AmazonVPC", "VpcEndpoint-Hours", HOUR, "hour"),
    "vpc-endpoint-gb": query("AmazonVPC", "VpcEndpoint-Bytes", GB, "GB"),
    "public-ipv4-hour": query("AmazonVPC", "PublicIPv4:InUseAddress", HOUR, "hour"),
    "load-balancer-hour": query("AWSELB", "LoadBalancerUsage", HOUR, "hour", 1, {
        operation: "LoadBalancing:Application",
    }),
    "load-balancer-lcu-month": query("AWSELB", "LCUUsage", /^lcu-h/i, "LCU-month", 730, {
        operation: "LoadBalancing:Application",
    }),
    "fargate-x86_64-vcpu-hour": query("AmazonECS", "Fargate-vCPU-Hours:perCPU", HOUR, "vCPU-hour"),
    "fargate-x86_64-gb-hour": query("AmazonECS", "Fargate-GB-Hours", HOUR, "GB-hour"),
    "fargate-arm64-vcpu-hour": query("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU", HOUR, "vCPU-hour"),
    "fargate-arm64-gb-hour": query("AmazonECS", "Fargate-ARM-GB-Hours", HOUR, "GB-hour"),
    "image-storage-gb-month": query("AmazonECR", "TimedStorage-ByteHrs", STORED, "GB-month"),
    "cache-backup-gb-month": query("AmazonElastiCache", "BackupUsage", STORED, "GB-month"),
    "kms-key-month": query("awskms", "KMS-Keys", /^keys?$/i, "key-month"),
    "kms-requests-10k": query("awskms", "KMS-Requests", REQUESTS, "10k requests", 1e4),
    "secret-month": query("AWSSecretsManager", "AWSSecretsManager-Secrets", /^secrets?$/i, "secret-month"),
    "secret-requests-10k": query(
        ...(["AWSSecretsManager", "AWSSecretsManagerAPIRequest", REQUESTS, "10k requests", 1e4] as const),
    ),
    "alarm-metric-month": query("AmazonCloudWatch", "CW:AlarmMonitorUsage", /^alarms?$/i, "metric-month"),
    "custom-metric-month": query("AmazonCloudWatch", "CW:MetricMonitorUsage", /^metrics?$/i, "metric-month"),
    "logs-ingested-gb": query("AmazonCloudWatch", "DataProcessing-Bytes", GB, "GB"),
    "logs-stored-gb-month": query("AmazonCloudWatch", "TimedStorage-ByteHrs", STORED, "GB-month"),
    "s3-storage-gb-month": query("AmazonS3", "TimedStorage-ByteHrs", STORED, "GB-month"),
    "s3-writes-1k": query("AmazonS3", "Requests-Tier1", REQUESTS, "1k requests", 1e3),
    "s3-reads-1k": query("AmazonS3", "Requests-Tier2", REQUESTS, "1k requests", 1e3),
    "dynamodb-write-million": query("AmazonDynamoDB", "WriteRequestUnits", REQUESTS, "million writes", 1e6),
    "dynamodb-read-million": query("AmazonDynamoDB", "ReadRequestUnits", REQUESTS, "million reads", 1e6),
    "dynamodb-storage-gb-month": query("AmazonDynamoDB", "TimedStorage-ByteHrs", STORED, "GB-month"),
    "rds-backup-gb-month": query("AmazonRDS", "RDS:ChargedBackupUsage", STORED, "GB-month", 1, {
        databaseEngine: "PostgreSQL",
    }),
};

const ZONES: Record<string, { deploymentOption: string; instance: string; storage: string }> = {
    "single-az": { deploymentOption: "Single-AZ", instance: "InstanceUsage:", storage: "RDS:GP3-Storage" },
    "multi-az": {
        ...{ deploymentOption: "Multi-AZ", instance: "Multi-AZUsage:", storage: "RDS:Multi-AZ-GP3-Storage" },
    },
};

/** The query for a price: of a list, or made from the class of a database or the type of a cache's node. */
export function queryFor(id: string): Query | undefined {
    const database = /^rds-postgres-(single-az|multi-az)-(db\..+)-hour$/.exec(id);
    if (database) {
        const { deploymentOption, instance } = ZONES[database[1]!]!;
        // AWS shortens the class at the end, such as to db.r7g.xl: the attribute has it whole.
        const has = { instanceType: database[2]!, databaseEngine: "PostgreSQL", deploymentOption };
        return query("AmazonRDS", `${instance}*`, HOUR, "hour", 1, has);
    }
    const storage = /^rds-gp3-(single-az|multi-az)-gb-month$/.exec(id);
    if (storage) {
        const { deploymentOption, storage: usage } = ZONES[storage[1]!]!;
        return query("AmazonRDS", usage, STORED, "GB-month", 1, {
            databaseEngine: "PostgreSQL",
            deploymentOption,
        });
    }
    const cache = /^elasticache-valkey-(cache\..+)-hour$/.exec(id);
    if (cache) {
        const has = { instanceType: cache[1]!, cacheEngine: "Valkey" };
        return query("AmazonElastiCache", `NodeUsage:${cache[1]!}`, HOUR, "hour", 1, has);
    }
    return Object.hasOwn(QUERIES, id) ? QUERIES[id] : undefined;
}
