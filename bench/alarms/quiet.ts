import type { Emitter, Kind } from "./emitters.ts";
import type { Samples } from "./metric.ts";
import type { Random } from "./random.ts";

/** What is emitted in a minute, by a thing that is well. */
type Quiet = (minute: number, random: (what: string) => number, emitter: Emitter) => readonly number[];

/** Percent of the minutes whose numbers never arrive. */
export const LOST_PERCENT = 1;
const GiB = 2 ** 30;

const between =
    (low: number, high: number): Quiet =>
    (_minute, random) => [low + (high - low) * random("value")];
const always = (value: number): Quiet => between(value, value);
const never: Quiet = () => [];
const every =
    (minutes: number, value: (minute: number) => number): Quiet =>
    (minute) =>
        minute % minutes === 0 ? [value(minute)] : [];
const once =
    (perDay: number): Quiet =>
    (_minute, random) =>
        random("value") < perDay / 1440 ? [1] : [];
/** SQS says nothing of a queue that nobody has used for hours; of one in use, each minute. */
const inUse =
    (of: Quiet): Quiet =>
    (minute, random, emitter) =>
        emitter.name === "jobs" ? of(minute, random, emitter) : [];

/** The data grows by a third of a GiB an hour, and RDS gives it new room when little is left. */
const storage: Quiet = (minute) => [(30 - ((minute / 60 / 3) % 15)) * GiB];
/** The heart beats every minute, manifests are written every hour; all others are seldom called. */
const calls: Quiet = (minute, random, { name }) => {
    if (name === "manifest-heartbeat") return [1];
    if (name === "manifest-manifest") return minute % 60 === 7 ? [1] : [];
    return once(4)(minute, random, { kind: "function", name, dimensions: {} });
};

const fewFail: Quiet = (_minute, random) => [random("value") < 0.01 ? 100 : 0];
/** Of 117 requests a day a third are pages; some of them come from far away, and take long. */
const loads: Quiet = (_minute, random) =>
    random("comes") < 39 / 1440 ? [random("value") < 0.2 ? 4000 : 400 + 1200 * random("time")] : [];

/** What each kind of thing emits while all is well: the namespace, and by name the numbers of a minute. */
export const QUIET: Record<Kind, Record<string, Record<string, Quiet>>> = {
    database: {
        "AWS/RDS": {
            CPUUtilization: between(3, 45),
            FreeableMemory: between(0.9 * GiB, 1.5 * GiB),
            DatabaseConnections: between(10, 120),
            FreeStorageSpace: storage,
            OldestReplicationSlotLag: between(0, 64 * 2 ** 20),
            ReplicaLag: between(0, 15),
        },
    },
    service: {
        "AWS/ECS": { CPUUtilization: between(2, 60), MemoryUtilization: between(20, 60) },
        "ECS/ContainerInsights": { RunningTaskCount: always(2), DesiredTaskCount: always(2) },
    },
    cache: {
        "AWS/ElastiCache": {
            EngineCPUUtilization: between(1, 40),
            // Of two cores, of which the server works on one.
            CPUUtilization: between(2, 25),
            DatabaseMemoryUsagePercentage: between(10, 60),
            Evictions: always(0),
        },
    },
    queue: {
        "AWS/SQS": {
            ApproximateNumberOfMessagesVisible: inUse(between(0, 3)),
            ApproximateAgeOfOldestMessage: inUse(between(0, 240)),
        },
    },
    function: { "AWS/Lambda": { Invocations: calls, Errors: never } },
    // One task that ends is an accident.
    rule: { "AWS/Events": { TriggeredRules: once(1) } },
    schedules: { "AWS/Scheduler": { InvocationDroppedCount: never } },
    certificate: { "AWS/CertificateManager": { DaysToExpiry: every(720, () => 200) } },
    // Now and then somebody asks for what the origin fails at: of so few it may well be all.
    cdn: { "AWS/CloudFront": { Requests: between(0, 3), "5xxErrorRate": fewFail } },
    browsers: { "AWS/RUM": { WebVitalsLargestContentfulPaint: loads } },
    balancer: { "AWS/ApplicationELB": {} },
    targets: { "AWS/ApplicationELB": {} },
    canary: { CloudWatchSynthetics: {} },
    proofs: {
        Airworthy: {
            RestoreProven: (minute) => (minute % 10_080 === 2880 ? [1] : []),
            // Counted once an hour; a proof comes every week.
            DaysSinceProof: every(60, (minute) => Math.floor((minute / 1440) % 7)),
        },
    },
    // Of some requests in a minute, and of none in others.
    traces: {
        "AWS/X-Ray": { ApproximateTraceCount: (_minute, random) => (random("comes") < 0.5 ? [1] : []) },
    },
    poolers: {
        "Airworthy/<environment>": {
            PoolerWaitMicroseconds: between(0, 5000),
            PoolerWaitingClients: (_minute, random) => [random("value") < 0.02 ? 1 : 0],
            PoolerPoolUsePercent: between(0, 60),
            PoolerQueryMicroseconds: between(200, 4000),
        },
    },
};

/** A row of one thing, of which some minutes are lost. */
export function quietRow(emitter: Emitter, metricName: string, quiet: Quiet, random: Random): Samples {
    const who = [metricName, ...Object.values(emitter.dimensions)].join(" ");
    return (minute) => {
        if (random(`${who} lost`, minute) < LOST_PERCENT / 100) return [];
        return quiet(minute, (what) => random(`${who} ${what}`, minute), emitter);
    };
}
