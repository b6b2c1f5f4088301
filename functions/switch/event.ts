import type { Evidence, Generation, Phase } from "./record.ts";

export type SwitchEvent =
    | { action: "switch"; to: string; deadlineSeconds?: number; leaveWrites?: number; isLost?: boolean }
    | { action: "compare"; to: string }
    | { action: "switched?" };

/** The answer to a switch that succeeded, now or before. */
export interface Switched {
    phase: "switched";
    from: Generation;
    to: Generation;
    epoch: number;
    evidence: Evidence;
}

/** The answer to "compare": what the serving generation has and the other has not. */
export interface Compared {
    from: { instance: string; heartbeatAt: string | null };
    to: { instance: string; heartbeatAt: string | null };
    tables: Counted[];
    /** Of a way back: what was written since the switch, and is only there. */
    writesSinceSwitch: null | Writes;
}

interface Counted {
    table: string;
    from: number;
    to: number;
    /** True where counting would have taken too long. */
    isEstimate: boolean;
}

export interface Writes {
    count: number;
    tables: Record<string, number>;
}

/** The answer to "switched?". */
export interface Standing {
    record: null | { phase: Phase; from: Generation; to: Generation; epoch: number };
}

/** Seconds in which all poolers have to be paused: users wait meanwhile, and their patience is query_wait_timeout, 60. */
const DEADLINE_SECONDS = 10;
const MOST_SECONDS = 45;
/** A transaction that was open on a server that is gone ends by `tcp_user_timeout`, 15 (images/pgbouncer/render.ts). */
const LOST_DEADLINE_SECONDS = 30;

/** The event as it has to be, or an error that says what to use. */
export function readEvent(event: unknown): SwitchEvent & { deadlineSeconds: number } {
    const given = Object(event) as Partial<Record<string, unknown>>;
    const { action, to, leaveWrites, isLost = false } = given;
    const { deadlineSeconds = isLost === true ? LOST_DEADLINE_SECONDS : DEADLINE_SECONDS } = given;
    if (action === "switched?") return { action, deadlineSeconds: DEADLINE_SECONDS };
    if ((action !== "switch" && action !== "compare") || typeof to !== "string" || to === "") {
        const seen = JSON.stringify(event) ?? "nothing";
        throw new Error(
            `The event is ${seen}; use {"action":"switch","to":"<instance>"}, {"action":"compare","to":"<instance>"} or {"action":"switched?"}.`,
        );
    }
    const whole = (value: unknown, most: number): value is number =>
        Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
    if (!whole(deadlineSeconds, MOST_SECONDS) || deadlineSeconds < 1) {
        const seen = JSON.stringify(deadlineSeconds);
        throw new Error(`deadlineSeconds is ${seen}; use a whole number from 1 to ${MOST_SECONDS}.`);
    }
    if (leaveWrites !== undefined && !whole(leaveWrites, Number.MAX_SAFE_INTEGER))
        throw new Error(`leaveWrites is ${JSON.stringify(leaveWrites)}; use the count that "compare" tells.`);
    if (typeof isLost !== "boolean")
        throw new Error(
            `isLost is ${JSON.stringify(isLost)}; use true where the generation that serves is down, or leave it out.`,
        );
    if (action === "compare") return { action, to, deadlineSeconds };
    const more = { ...(leaveWrites !== undefined && { leaveWrites }), ...(isLost && { isLost }) };
    return { action, to, deadlineSeconds, ...more };
}
