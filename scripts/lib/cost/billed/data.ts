import { awakeShare } from "../awake.ts";
import { fixed, HOURS, itself, used, type Bill } from "../charge.ts";
import type { Value } from "../../../../rehearsal/values.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { runsAMonth } from "../schedule.ts";
import { ASSUMED } from "../usage.ts";

/** Provisioned is what one is that says nothing; its units, and copies in other regions, have prices of their own. */
const table: Bill = ({ inputs }) => [
    ...(text(inputs.billingMode) === "PAY_PER_REQUEST"
        ? [
              used("writes", ASSUMED.tableMillions, "dynamodb-write-million"),
              used("reads", ASSUMED.tableMillions, "dynamodb-read-million"),
          ]
        : [
              fixed("capacity to write", hoursOf(inputs.writeCapacity), "dynamodb-write-unit-hour"),
              fixed("capacity to read", hoursOf(inputs.readCapacity), "dynamodb-read-unit-hour"),
          ]),
    ...list(inputs.replicas).map((one) =>
        used(`a copy in ${text(map(one).regionName)}`, undefined, "dynamodb-replicated-write-million"),
    ),
    used("GB stored", ASSUMED.storedGb, "dynamodb-storage-gb-month"),
    ...(map(inputs.pointInTimeRecovery).enabled === true
        ? [used("GB that can be restored to any second", ASSUMED.storedGb, "dynamodb-pitr-gb-month")]
        : []),
];

function hoursOf(units: Value | undefined): number | undefined {
    const known = number(units);
    return known === undefined ? undefined : known * HOURS;
}

/** A job is sent, received, deleted, and half the time given more time. Its workers ask as long as any service runs, 20 seconds at a time. */
const queue: Bill = ({ inputs, name }, graph, usage) => {
    const isFirst = text(inputs.redrivePolicy) !== undefined;
    const services = graph.of("aws:ecs/service:Service");
    const share = services.length === 0 ? 1 : Math.max(...services.map((one) => awakeShare(one, graph)));
    const polls = (HOURS * share * 3600) / (number(inputs.receiveWaitTimeSeconds) || 20);
    const requests = isFirst ? usage.jobs * 3.5 + 2 * polls : 0;
    const price = inputs.fifoQueue === true ? "sqs-fifo-requests-million" : "sqs-requests-million";
    return [used(`requests of ${name}`, requests / 1e6, price)];
};

const bucket: Bill = (node, graph, usage) => {
    const isFor = node.component.startsWith("Storage ");
    const gb = isFor ? usage.uploadGb : ASSUMED.storedGb + logGb(node, graph, usage.requests);
    const writes = isFor ? usage.uploadGb * 1000 : usage.requests / 1000;
    return [
        used("GB stored", gb, "s3-storage-gb-month"),
        used("writes", writes / 1e3, "s3-writes-1k"),
        used("reads", (isFor ? usage.requests / 10 : 0) / 1e3, "s3-reads-1k"),
        // Browsers read what was uploaded from it, and not through the CDN.
        ...(isFor ? [used("GB to users", usage.responseGb / 10, "internet-out-gb")] : []),
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
    list(inputs.rules)
        .map(map)
        .some((one) => list(one.transitions).length + list(one.noncurrentVersionTransitions).length > 0)
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
const vault: Bill = ({ inputs }, graph, usage) => {
    const rules = graph.of("aws:backup/plan:Plan").flatMap((plan) => list(plan.inputs.rules).map(map));
    const own = rules.filter((rule) => text(rule.targetVaultName) === text(inputs.name));
    const copies = rules
        .flatMap((rule) => list(rule.copyActions).map(map))
        .filter((copy) => text(copy.destinationVaultArn)?.endsWith(`:${text(inputs.name)}`));
    const days = Math.max(
        0,
        ...[...own, ...copies].map((one) => number(map(one.lifecycle).deleteAfter) ?? 0),
    );
    const buckets = graph
        .of("aws:backup/selection:Selection")
        .flatMap(({ inputs }) => list(inputs.resources));
    return [
        used(`GB of ${days} days`, snapshotGb(graph, days), "backup-rds-gb-month"),
        ...(buckets.some((arn) => text(arn)?.startsWith("arn:aws:s3:"))
            ? [used("GB of what users uploaded", usage.uploadGb, "backup-s3-gb-month")]
            : []),
    ];
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
    const runs = runsAMonth(text(inputs.scheduleExpression)) ?? NaN;
    const kinds = graph.of("aws:rds/instance:Instance").map((one) => text(one.inputs.instanceClass));
    return [
        used("restore tests", runs, "backup-restore-test"),
        used(`hours of a copy on ${kinds[0]}`, runs * 2, `rds-postgres-single-az-${kinds[0]}-hour`),
    ];
};

/** What keeps data. */
export const data: Record<string, Bill> = {
    "aws:dynamodb/table:Table": table,
    "aws:sqs/queue:Queue": queue,
    "aws:sns/topic:Topic": () => [used("messages", ASSUMED.emails / 1e6, "sns-requests-million")],
    // Of what is delivered, only e-mails are quoted: what a call or a text message costs is unknown, by name.
    "aws:sns/topicSubscription:TopicSubscription": ({ inputs }) =>
        /^email/.test(text(inputs.protocol) ?? "")
            ? [used("e-mails", ASSUMED.emails / 1e5, "sns-emails-100k")]
            : [used("messages", ASSUMED.emails / 1e5, `sns-${text(inputs.protocol)}-100k`)],
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
