/** A database instance that poolers can lead to: a generation. */
export interface Generation {
    /** What RDS calls it. */
    instance: string;
    host: string;
    port: number;
}

/** What a generation has had written to it. */
export interface Counters {
    rows: Record<string, number>;
    /** When PostgreSQL began to count, ISO. */
    since: string;
    /** Ids of transactions that it has given out: each that wrote took one. */
    transactions: number;
}

export type Phase = "pausing" | "switched" | "cancelled";

/** What is kept of a switch that succeeded. */
export interface Evidence {
    /** Milliseconds from the word to pause until the last pooler was paused. */
    pausedMs: number;
    /** When the fence was proven, ISO. */
    fencedAt: string;
    fencedRoles: string[];
    sessionsEnded: number;
    /** With which SQLSTATE the fenced generation refused the application's own password; of one that was lost, what a sign-in met. */
    refusal: string;
    /** The tasks that moved. */
    poolers: string[];
    /** Milliseconds from the word to pause until the last pooler ran again. 0 until then. */
    stallMs: number;
}

/** The item "switch": the one word that all poolers go by. Every write of it asks for the owner and epoch that it read. */
export interface SwitchRecord {
    /** Grows by one with every attempt. */
    epoch: number;
    phase: Phase;
    /** False until every pooler said that it looks closely: those that paused first would wait for the last to look. */
    gathered: boolean;
    from: Generation;
    to: Generation;
    /** The instances that the poolers' deployments named: `from`, or what was before a switch that no deployment followed. */
    deployed: string[];
    /** What was written to `to`, counted before any pooler led there. */
    written: Counters;
    /** True when `to` had a fence: given up half-way, it gets it again. */
    toWasFenced: boolean;
    /** True while `to` follows `from` by replication, for an upgrade: until it has switched, and they are apart. */
    isFollowed?: boolean;
    /** True where `from` did not answer: nothing can fence it, and this record alone decides (./lost.ts). */
    isLost?: boolean;
    /** Who runs the switch: each run of the function is another. */
    owner: string;
    /** Raised every second by whoever runs it. When it stands still for LEASE_SECONDS, the switch is dead. */
    beat: number;
    startedAt: string;
    deadlineSeconds: number;
    finishedAt?: string;
    /** Why it was cancelled. */
    says?: string;
    evidence?: Evidence;
    /** The last switch that succeeded before this attempt: cancelled, that one is still the last. */
    last?: Led;
}

/** A switch that succeeded, as far as the way back asks for it. */
interface Led {
    from: string;
    to: string;
    written: Counters;
}

export type PoolerState = "running" | "pausing" | "paused" | "waiting" | "failed";

/** The item "pooler#<task id>": what one pooler does, in its own words. */
export interface PoolerRow {
    task: string;
    /** Of the record that it goes by; 0 without one. */
    epoch: number;
    state: PoolerState;
    /** Where it leads to. */
    instance: string;
    /** What its deployment named. */
    deployed: string;
    /** Why it failed, or whom it waits for. */
    says?: string;
}

export const LEASE_SECONDS = 5;

/**
 * The record, if it says anything to poolers whose deployment names this instance: once a deployment names another than
 * those of the attempt's time, the record has had its day.
 */
export function inForce(record: SwitchRecord | undefined, deployed: string): SwitchRecord | undefined {
    const isOfTheTime = record?.from.instance === deployed || record?.deployed.includes(deployed);
    return isOfTheTime ? record : undefined;
}

/** Where poolers belong that are not in the middle of a switch. */
export function servingOf(record: SwitchRecord | undefined, deployed: Generation): Generation {
    const known = inForce(record, deployed.instance);
    if (known === undefined) return deployed;
    return known.phase === "switched" ? known.to : known.from;
}

/** The last switch that succeeded. */
export function lastOf(record: SwitchRecord | undefined): Led | undefined {
    if (record?.phase !== "switched") return record?.last;
    return { from: record.from.instance, to: record.to.instance, written: record.written };
}
