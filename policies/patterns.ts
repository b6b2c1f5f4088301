import { listOf, numberOf } from "./values.ts";

/**
 * Whether a pattern of EventBridge's takes an event, by as much of its language as is known here: texts, numbers, prefixes,
 * bounds and what it must not be (EventBridge User Guide, "Comparison operators for use in event patterns", read 2026-11-23). By any other
 * word, or a field that the event lacks, it takes none.
 */
export function matches(pattern: unknown, event: unknown): boolean {
    // Of a list of things, one has to fit.
    if (Array.isArray(event)) return event.some((one) => matches(pattern, one));
    if (Array.isArray(pattern)) return pattern.some((one) => isTaken(one, event));
    const fields = Object.entries(Object(pattern) as object);
    return fields.every(([name, wanted]) =>
        matches(wanted, (Object(event) as Record<string, unknown>)[name]),
    );
}

function isTaken(wanted: unknown, value: unknown): boolean {
    if (typeof wanted !== "object" || wanted === null) return wanted === value;
    const [[operator, word] = ["", ""], ...others] = Object.entries(wanted);
    if (others.length > 0) return false;
    if (operator === "prefix") return typeof value === "string" && value.startsWith(String(word));
    if (operator === "exists") return word === (value !== undefined);
    if (operator === "anything-but") return value !== undefined && !listOf(word).includes(value);
    return operator === "numeric" && Array.isArray(word) && isWithin(word, numberOf(value));
}

const compared: Record<string, (value: number, bound: number) => boolean> = {
    "=": (value, bound) => value === bound,
    "<": (value, bound) => value < bound,
    "<=": (value, bound) => value <= bound,
    ">": (value, bound) => value > bound,
    ">=": (value, bound) => value >= bound,
};

/** Operators and bounds in turn, as in `[">", 0, "<=", 5]`. */
function isWithin([operator, bound, ...others]: unknown[], value: number): boolean {
    const isSo = compared[String(operator)]?.(value, numberOf(bound)) ?? false;
    return isSo && (others.length === 0 || isWithin(others, value));
}
