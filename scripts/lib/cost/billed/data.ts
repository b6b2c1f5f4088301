import { awakeShare, whileAwake } from "../awake.ts";
import { fixed, HOURS, itself, used, type Bill, type Charge } from "../charge.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { runsAMonth } from "../schedule.ts";
import { ASSUMED } from "../usage.ts";

/** One that is stopped costs no hours, and its storage and backups as ever (RDS User Guide, "On-Demand DB instances"). */
const database: Bill = (node, graph) => {
    const { inputs } = node;
    const zones = inputs.multiAz === true ? "multi-az" : "single-az";
    const kind = text(inputs.instanceClass);
    const [engine, storage] = [text(inputs.engine) ?? "postgres", text(inputs.storageType) ?? "gp2"];
    const gb = number(inputs.allocatedStorage) ?? sourceGb(inputs, graph);
    return [
        fixed(
            `${kind}, ${zones}${whileAwake(node, graph)}`,
            HOURS * awakeShare(node, graph),
            `rds-${engine}-${zones}-${kind}-hour`,
        ),
        fixed(
            gb === undefined ? `${storage}, as many GB as its source has` : `${gb} GB of ${storage}`,
            gb,
            `rds-${storage}-${zones}-gb-month`,
        ),
        ...followed(inputs),
        ...(number(inputs.backupRetentionPeriod) ? [ownBackups(inputs, gb)] : []),
        ...insights(inputs),
    ];
};

/** A replica has the storage of what it follows. */
function sourceGb({ replicateSourceDb }: Node["inputs"], graph: Graph): number | undefined {
    const source = text(replicateSourceDb);
    const found = graph
        .of("aws:rds/instance:Instance")
        .find(({ inputs }) => text(inputs.identifier) === source);
    return source === undefined ? undefined : number(found?.inputs.allocatedStorage);
}

/** Whoever writes to a database of another region pays for the way to what follows it: its log, which nobody can foretell. */
function followed({ replicateSourceDb }: Node["inputs"]): Charge[] {
    const [, region] = /^arn:aws:rds:([a-z0-9-]+):/.exec(text(replicateSourceDb) ?? "") ?? [];
    if (region === undefined) return [];
    return [used(`GB of log from ${region}, at that region's price`, undefined, "region-to-region-gb")];
}

/** RDS's own backups are free up to the size of the database: what changes in the days that are kept may be more. */
function ownBackups(inputs: Node["inputs"], gb: number | undefined): Charge {
    const days = number(inputs.backupRetentionPeriod) ?? 0;
    const over = gb === undefined ? undefined : Math.max(0, gb * (1 + days * ASSUMED.changedADay) - gb);
    return used(`GB of ${days} days above the free size`, over, "rds-backup-gb-month");
}

function insights({
    performanceInsightsEnabled: on,
    performanceInsightsRetentionPeriod: days,
}: Node["inputs"]) {
    if (on !== true) return [];
    return [fixed("Performance Insights", 1, `rds-insights-${number(days) ?? 7}-days`)];
}

const cache: Bill = ({ inputs }) => {
    const [engine, kind] = [text(inputs.engine) ?? "redis", text(inputs.nodeType)];
    const nodes = number(inputs.numCacheClusters);
    const kept = number(inputs.snapshotRetentionLimit) ?? 0;
    return [
        fixed(
            `${nodes} nodes of ${kind}`,
            nodes === undefined ? undefined : nodes * HOURS,
            `elasticache-${engine}-${kind}-hour`,
        ),
        ...(kept > 0
            ? [used(`GB of ${kept} snapshots`, kept * ASSUMED.storedGb, "cache-backup-gb-month")]
            : []),
    ];
};

const table: Bill = ({ inputs }) => [
    used("writes", ASSUMED.tableMillions, "dynamodb-write-million"),
    used("reads", ASSUMED.tableMillions, "dynamodb-read-million"),
    used("GB stored", ASSUMED.storedGb, "dynamodb-storage-gb-month"),
    ...(map(inputs.pointInTimeRecovery).enabled === true
        ? [used("GB that can be restored to any second", ASSUMED.storedGb, "dynamodb-pitr-gb-month")]
        : []),
];

/** A job is sent, received, deleted, and half the time given more time. Its workers ask as long as any service runs, 20 seconds at a time. */
const queue: Bill = ({ inputs, name }, graph, usage) => {
    const isFirst = text(inputs.redrivePolicy) !== undefined;
    const services = graph.of("aws:ecs/service:Service");
    const share = services.length === 0 ? 1 : Math.max(...services.map((one) => awakeShare(one, graph)));
    const polls = (HOURS * share * 3600) / (number(inputs.receiveWaitTimeSeconds) || 20);
    const requests = isFirst ? usage.jobs * 3.5 + 2 * polls : 0;
    return [used(`requests of ${name}`, requests / 1e6, "sqs-requests-million")];
};

const bucket: Bill = (node, graph, usage) => {
    const isFor = node.component.startsWith("Storage ");
    const gb = isFor ? usage.uploadGb : ASSUMED.storedGb + logGb(node, graph, usage.requests);
    const writes = isFor ? usage.uploadGb * 1000 : usage.requests / 1000;
    return [
        used("GB stored", gb, "s3-storage-gb-month"),
        used("writes", writes / 1e3, "s3-writes-1k"),
        used("reads", (isFor ? usage.requests / 10 : 0) / 1e3, "s3-reads-1k"),
    ];
};

/** Half a kilobyte a request, in the bucket that a load balancer writes its log to, for as long as that is kept. */
function logGb({ inputs }: Node, graph: Graph, requests: number): number {
    const balancers = graph.of("aws:lb/loadBalancer:LoadBalancer");
    const name = text(inputs.bucket);
    if (!balancers.some((one) => text(map(one.inputs.accessLogs).bucket) === name)) return 0;
    const rules = graph
        .of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
        .filter((one) => text(one.inputs.bucket) === name)
        .flatMap((one) => list(one.inputs.rules));
    const days = Math.max(30, ...rules.map((rule) => number(map(map(rule).expiration).days) ?? 0));
    return ((requests * 0.5) / 1e6) * (days / 30);
}

/** Nothing for what expires. What is moved to another class instead is billed by each object. */
const lifecycle: Bill = ({ inputs }) =>
    list(inputs.rules).some((rule) => list(map(rule).transitions).length > 0)
        ? [used("objects that change their class", undefined, "s3-transition")]
        : [fixed("objects that expire", 1, "s3-expiry")];

/** The first snapshot is whole, and every other one what has changed since. */
function snapshotGb(graph: Graph, days: number): number {
    const sizes = graph
        .of("aws:rds/instance:Instance")
        .map((one) => number(one.inputs.allocatedStorage) ?? 0);
    return Math.max(0, ...sizes) * (1 + days * ASSUMED.changedADay);
}

/** Kept by a rule of a plan that writes, or copies, to this vault. */
const vault: Bill = ({ inputs }, graph) => {
    const rules = graph.of("aws:backup/plan:Plan").flatMap((plan) => list(plan.inputs.rules).map(map));
    const own = rules.filter((rule) => text(rule.targetVaultName) === text(inputs.name));
    const copies = rules
        .flatMap((rule) => list(rule.copyActions).map(map))
        .filter((copy) => text(copy.destinationVaultArn)?.endsWith(`:${text(inputs.name)}`));
    const days = Math.max(
        0,
        ...[...own, ...copies].map((one) => number(map(one.lifecycle).deleteAfter) ?? 0),
    );
    return [used(`GB of ${days} days`, snapshotGb(graph, days), "backup-rds-gb-month")];
};

const plan: Bill = ({ inputs }, graph) => {
    const copied = list(inputs.rules).some((rule) => list(map(rule).copyActions).length > 0);
    const monthly = snapshotGb(graph, 30) - snapshotGb(graph, 0);
    return [
        fixed("the plan", 1, "free"),
        ...(copied ? [used("GB copied to another region", monthly, "region-to-region-gb")] : []),
    ];
};

const drills: Bill = ({ inputs }, graph) => {
    const runs = runsAMonth(text(inputs.scheduleExpression));
    const kinds = graph.of("aws:rds/instance:Instance").map((one) => text(one.inputs.instanceClass));
    return [
        used("restore tests", runs, "backup-restore-test"),
        used(`hours of a copy on ${kinds[0]}`, runs * 2, `rds-postgres-single-az-${kinds[0]}-hour`),
    ];
};

/** What keeps data. */
export const data: Record<string, Bill> = {
    "aws:rds/instance:Instance": database,
    "aws:elasticache/replicationGroup:ReplicationGroup": cache,
    "aws:dynamodb/table:Table": table,
    "aws:sqs/queue:Queue": queue,
    "aws:sns/topic:Topic": () => [used("messages", ASSUMED.emails / 1e6, "sns-requests-million")],
    "aws:sns/topicSubscription:TopicSubscription": () => [
        used("e-mails", ASSUMED.emails / 1e5, "sns-emails-100k"),
    ],
    "aws:cloudwatch/eventBus:EventBus": (_node, _graph, usage) => [
        used("events of the application", usage.jobs / 1e6, "events-custom-million"),
    ],
    "aws:cloudwatch/eventArchive:EventArchive": (_node, _graph, usage) => [
        used("GB archived", usage.jobs / 1e6, "events-archived-gb"),
        used("GB kept", usage.jobs / 1e6, "events-archive-gb-month"),
    ],
    "aws:ssm/parameter:Parameter": ({ inputs }) => [
        fixed(
            "1 parameter",
            1,
            text(inputs.tier) === "Advanced" ? "parameter-advanced" : "parameter-standard",
        ),
    ],
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
    "aws:backup/vault:Vault": vault,
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": itself("backup-vault-lock"),
    "aws:backup/plan:Plan": plan,
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": drills,
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": itself("backup-restore-selection"),
};
