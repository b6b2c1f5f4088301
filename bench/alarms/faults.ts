import type { Emitter } from "./emitters.ts";
import type { Samples } from "./metric.ts";
import type { Trouble } from "./site.ts";

/** Something that goes wrong, and which alarms have to tell of it. */
export interface Fault {
    says: string;
    /** The names of alarms in the program. */
    rings: string[];
    /** What users meet, and how many come a day. */
    site?: { trouble: Trouble; requestsPerDay: number; isSecondGroup?: boolean };
    /** Of one thing: what it emits, by the minutes since the fault began. */
    wrong?: { emitter: Emitter; samples: Record<string, Samples> };
}

const [GiB, MiB] = [2 ** 30, 2 ** 20];
/** A minute of a site with users; a slow loss needs hours of them. */
const BUSY = 60 * 1440;

const at =
    (value: number): Samples =>
    () => [value];
const nothing: Samples = () => [];
const each =
    (minutes: number, value: number): Samples =>
    (since) =>
        since % minutes === 0 ? [value] : [];
const first =
    (minutes: number, value: number): Samples =>
    (since) =>
        since < minutes ? [value] : [];
const waits = {
    ApproximateNumberOfMessagesVisible: at(50),
    ApproximateAgeOfOldestMessage: ((since) => [since * 60]) as Samples,
};

/** What users meet: the share of their requests is above one alarm's bound, and far below ten times that. */
export function siteFaults(): Fault[] {
    const of = (says: string, rings: string[], trouble: Trouble, requestsPerDay = BUSY): Fault => {
        return { says, rings, site: { trouble, requestsPerDay } };
    };
    const windows = (objective: string, speed: "fast" | "slow") =>
        ["", ...(speed === "fast" ? ["-60m", "-5m"] : ["-360m", "-30m"])].map(
            (one) => `${objective}-${speed}${one}`,
        );
    const both = (says: string, rings: string, trouble: Trouble): Fault[] => [
        of(says, [`${rings}-primary`, "users-are-hurt"], trouble),
        {
            ...of(`${says}, after a release`, [`${rings}-alternate`, "users-are-hurt"], trouble),
            site: { trouble, requestsPerDay: BUSY, isSecondGroup: true },
        },
    ];
    const nobody = ["nobody-answers", "users-are-hurt"];
    return [
        ...both("one of five requests fails", "errors", { failed: 0.2 }),
        ...both("one of five requests meets a task that is gone", "errors", { refused: 0.2 }),
        ...both("the same, and it is not counted as a request", "errors", {
            ...{ refused: 0.2, isUncounted: true },
        }),
        ...both("one of five requests is never answered", "errors", { unanswered: 0.2 }),
        ...both("no request is ever answered", "errors", { unanswered: 1 }),
        ...both("one of ten requests takes 4 s", "latency", { slow: [0.1, 4] }),
        of("4 % of the requests fail", windows("available", "fast"), { failed: 0.04 }),
        of("4 % of the requests are answered by nobody", windows("available", "fast"), { unserved: 0.04 }),
        of("1 % of the requests fail", windows("available", "slow"), { failed: 0.01 }),
        of("1 % of the requests are answered by nobody", windows("available", "slow"), { unserved: 0.01 }),
        of("85 % of the answers take 150 ms more", windows("quick", "fast"), { slow: [0.85, 0.15] }),
        of("half of the answers take 150 ms more", windows("quick", "slow"), { slow: [0.5, 0.15] }),
        of("30 % of the answers take 400 ms more", windows("first-byte", "fast"), { slow: [0.3, 0.4] }),
        of("10 % of the answers take 400 ms more", windows("first-byte", "slow"), { slow: [0.1, 0.4] }),
        of("one of six requests is answered by nobody", ["balancer-fails"], { unserved: 1 / 6 }),
        of("no task is healthy", nobody, { tasks: "unhealthy" }, 117),
        of("there is no task", nobody, { tasks: "none" }, 117),
        of(
            "no user can do what he comes for, and no health check sees it",
            ["uptime", "users-are-hurt"],
            { failed: 1 },
            117,
        ),
        {
            ...of("no task is healthy, after a release", nobody, { tasks: "unhealthy" }),
            site: { trouble: { tasks: "unhealthy" }, requestsPerDay: 117, isSecondGroup: true },
        },
    ];
}

/** What goes wrong with one thing at a time. */
export function thingFaults(emitters: readonly Emitter[]): Fault[] {
    return emitters.flatMap((emitter) => {
        const of = (says: string, rings: string, samples: Record<string, Samples>): Fault => {
            const who = Object.values(emitter.dimensions).at(-1) ?? emitter.name;
            return { says: `${who}: ${says}`, rings: [rings], wrong: { emitter, samples } };
        };
        return OF[emitter.kind]?.(emitter, of) ?? [];
    });
}

type Of = (says: string, rings: string, samples: Record<string, Samples>) => Fault;

const OF: Partial<Record<Emitter["kind"], (emitter: Emitter, of: Of) => Fault[]>> = {
    database: ({ name }, of) => {
        const [, generation = "", replica] = /^postgres-([a-z0-9]+)(-.+)?$/.exec(name) ?? [];
        const own = replica ? `${generation}${replica}` : generation;
        const from = 20 * GiB;
        const room = [
            of("is busy", `database-busy-${own}`, { CPUUtilization: at(95) }),
            of("has no memory", `database-memory-${own}`, { FreeableMemory: at(100 * MiB) }),
            of("runs full", `database-full-${own}`, {
                FreeStorageSpace: (since) => [from - (since / 60) * 2.5 * GiB],
            }),
            of("has 1 GiB left", `database-full-${own}`, { FreeStorageSpace: at(GiB) }),
            of("has few connections left", `connections-${own}`, { DatabaseConnections: at(400) }),
        ];
        if (replica)
            return [
                ...room,
                of("is behind", `${name}-lag`, { ReplicaLag: at(300) }),
                of("follows no more", `${name}-lag`, { ReplicaLag: nothing }),
            ];
        return [...room, of("keeps its log", `${name}-slot`, { OldestReplicationSlotLag: at(10_000 * MiB) })];
    },
    service: ({ name }, of) => {
        const who = { app: "app", pooler: "poolers", worker: "workers" }[name] ?? name;
        const missing = of("misses a task", `${who}-missing`, { RunningTaskCount: at(1) });
        if (name === "worker") return [missing];
        const lost: Samples = (since) => (since % 7 === 3 ? [] : [2]);
        return [
            missing,
            of("misses a task, and numbers are lost", `${who}-missing`, {
                RunningTaskCount: at(1),
                DesiredTaskCount: lost,
            }),
            of("is busy", `${who}-busy`, { CPUUtilization: at(95) }),
            of("has no memory", `${who}-memory`, { MemoryUtilization: at(95) }),
        ];
    },
    cache: (_emitter, of) => [
        of("is busy", "cache-busy", { EngineCPUUtilization: at(95), CPUUtilization: at(49) }),
        of("is full", "cache-full", { DatabaseMemoryUsagePercentage: at(95) }),
        of("forgets", "cache-evicts", { Evictions: at(2) }),
    ],
    queue: ({ name }, of) => {
        const letters = { ApproximateNumberOfMessagesVisible: at(4) };
        if (name === "jobs") return [of("nobody works", "jobs-late", waits)];
        if (name === "jobs-dead") return [of("a job failed", "jobs-failed", letters)];
        return name.endsWith("-undelivered") ? [of("has letters", name, letters)] : [];
    },
    function: ({ name }, of) => {
        const fails = { Invocations: at(1), Errors: at(1) };
        const broken = of("fails", `${name}-failed`, { Invocations: first(1, 1), Errors: first(1, 1) });
        const called: Record<string, string> = {
            "manifest-heartbeat": "manifest-heartbeat-missing",
            "manifest-manifest": "manifest-missing",
        };
        if (!called[name]) return [broken];
        return [
            broken,
            of("fails again and again", called[name], fails),
            of("is not called", called[name], { Invocations: nothing, Errors: nothing }),
        ];
    },
    rule: ({ name }, of) => {
        const rings = { "alarms-ended": "tasks-ended", "worker-ended": "workers-ended" }[name];
        return rings ? [of("four tasks end", rings, { TriggeredRules: first(4, 1) })] : [];
    },
    schedules: (_emitter, of) => [of("drops a start", "renewal", { InvocationDroppedCount: first(1, 1) })],
    certificate: ({ name }, of) => [of("ends", `${name}-ends`, { DaysToExpiry: each(720, 20) })],
    cdn: (_emitter, of) => [of("fails", "edge-fails", { Requests: at(30), "5xxErrorRate": at(20) })],
    browsers: (_emitter, of) => [of("are slow", "pages-slow", { WebVitalsLargestContentfulPaint: at(3000) })],
    canary: (_emitter, of) => [of("nobody looks", "uptime-silent", { SuccessPercent: nothing })],
    proofs: (_emitter, of) => [
        of("a copy is bad", "restore-proof-failed", { RestoreProven: first(1, 0) }),
        of("a proof is old", "restore-proof-old", { DaysSinceProof: each(60, 9) }),
        of("nobody counts", "restore-proof-old", { DaysSinceProof: nothing }),
    ],
    traces: (_emitter, of) =>
        [false, true].map((isSecondGroup) => ({
            ...of(`no trace comes${isSecondGroup ? ", after a release" : ""}`, "traces-missing", {
                ApproximateTraceCount: nothing,
            }),
            // Some more than have to come in an hour, and not ten times as many.
            site: { trouble: {}, requestsPerDay: 24 * 840, isSecondGroup },
        })),
    poolers: (_emitter, of) => [
        of("clients wait", "pooler-wait", { PoolerWaitMicroseconds: at(2_000_000) }),
        of("clients queue", "pooler-waiting", { PoolerWaitingClients: at(6) }),
        of("connections run out", "pooler-pools", { PoolerPoolUsePercent: at(95) }),
        of("queries are slow", "pooler-queries", { PoolerQueryMicroseconds: at(30_000) }),
    ],
};

/** Metrics, and a statistic of one alone, whose silence is a fault: of everything else it means that there is nothing to say. */
export const NEVER_SILENT = [
    "HealthyHostCount",
    "Invocations",
    "ReplicaLag",
    "DaysSinceProof",
    "SampleCount",
];
