import type { Invariant } from "./invariants.ts";

export interface ManifestEvent {
    action: "manifest";
    invariants: Record<string, Invariant>;
}

type Event = { action: "heartbeat" } | ManifestEvent;

/** What the schedule sends, or an error that says what is wrong with it: before anything is asked of the database. */
export function readEvent(event: unknown): Event {
    const { action, invariants = {} } = Object(event) as { action?: unknown; invariants?: unknown };
    if (action === "heartbeat") return { action };
    if (action !== "manifest") {
        throw new Error(
            `The event's action is ${show(action)}; use {"action":"heartbeat"} or {"action":"manifest","invariants":{}}.`,
        );
    }
    if (!isMap(invariants)) {
        throw new Error(`invariants is ${show(invariants)}; use a map of names to sql and expected.`);
    }
    const faults = Object.entries(invariants).flatMap(([name, each]) => faultsIn(name, each));
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    return { action, invariants: invariants as Record<string, Invariant> };
}

function faultsIn(name: string, invariant: unknown): string[] {
    if (!isMap(invariant)) return [`invariants.${name} is ${show(invariant)}; use sql and expected`];
    const { sql, expected, seconds, ...others } = invariant;
    const at = (key: string, value: unknown, use: string) => [
        `invariants.${name}.${key} is ${show(value)}; use ${use}`,
    ];
    const isPlain = expected === null || ["string", "number", "boolean"].includes(typeof expected);
    const isTime = seconds === undefined || (typeof seconds === "number" && seconds > 0 && seconds <= 60);
    return [
        ...(typeof sql === "string" && sql.trim() !== "" ? [] : at("sql", sql, "a query")),
        ...(isPlain ? [] : at("expected", expected, "a text, a number, true, false or null")),
        ...(isTime ? [] : at("seconds", seconds, "more than 0, to 60")),
        ...Object.entries(others).flatMap(([key, value]) => at(key, value, "sql, expected and seconds only")),
    ];
}

function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
    return value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
}
