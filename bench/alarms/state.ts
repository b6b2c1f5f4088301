import type { Value } from "./math.ts";

export type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type Missing = "missing" | "ignore" | "breaching" | "notBreaching";

export interface Evaluation {
    /** The N last data points. */
    evaluationPeriods: number;
    /** Of which so many have to breach. */
    datapointsToAlarm: number;
    treatMissingData: Missing;
    breaches(value: number): boolean;
}

/** Data points that CloudWatch looks for beyond N: it documents none but 5 for N = 3, and that it depends on the period. */
export const BEYOND = 2;

/**
 * The state of an alarm after its data points of the evaluation range, the oldest first (CloudWatch User Guide, "How alarm
 * state is evaluated when data is missing", read on 2026-11-22 in a stored copy; the tests have its tables).
 */
export function stateAfter(points: Value[], before: State, evaluation: Evaluation): State {
    const { evaluationPeriods: wanted, datapointsToAlarm: needed, treatMissingData, breaches } = evaluation;
    const range = points.slice(-(wanted + BEYOND));
    const there = range.filter((one) => one !== undefined);
    const judged = there.slice(-wanted).map(breaches);
    const bad = judged.filter(Boolean).length;
    if (bad >= needed) return "ALARM";
    const filled = wanted - judged.length;
    if (filled === 0) return "OK";
    if (treatMissingData === "breaching") return bad + filled >= needed ? "ALARM" : "OK";
    if (treatMissingData === "notBreaching" || bad < judged.length) return "OK";
    if (treatMissingData === "ignore") return before;
    // What broke the bound long ago, and was followed by nothing, broke it all the time.
    const oldest = range.findIndex((one) => one !== undefined);
    return oldest >= 0 && range.length - oldest > wanted && bad > 0 ? "ALARM" : "INSUFFICIENT_DATA";
}
