import { UNKNOWN, hasUnknown, isObject, type Properties, type Value } from "../values.ts";

/** A resource as the program registered it: plain wire values, with `UNKNOWN` where only the cloud can tell. */
export interface Subject {
    urn: string;
    type: string;
    name: string;
    inputs: Properties;
    /** URNs that each input came from: they tell what a reference means whose value is not known yet. @default none */
    links?: { [property: string]: string[] };
}

/** One limit of one resource type: what AWS refuses at apply time although the types let it through. */
export interface Limit {
    /** Unique: module, class, property and kind. */
    id: string;
    /** Pulumi type token; a row of type `*` judges every resource. */
    type: string;
    property: string;
    /** Where the rule was read, and when. */
    source: string;
    /** What is wrong and what to use, or undefined; a value that is not known yet is never a fault. */
    check(subject: Subject): string | undefined;
    /** Inputs just inside the limit. */
    accepts: Properties[];
    /** Inputs just outside it. */
    refuses: Properties[];
}

interface Found {
    path: string;
    value: Value;
}

/** The values at a path such as `healthCheck.interval` or `rules[].lifecycle.deleteAfter`; unknown and unset ones are left out. */
export function valuesAt(inputs: Properties, property: string): Found[] {
    let found: Found[] = [{ path: "", value: inputs }];
    for (const step of property.split(".")) {
        const key = step.replace("[]", "");
        found = found.flatMap(({ path, value }) => {
            const member = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
            const at = path === "" ? key : `${path}.${key}`;
            if (!step.endsWith("[]")) return member === undefined ? [] : [{ path: at, value: member }];
            return Array.isArray(member)
                ? member.map((item, i) => ({ path: `${at}[${i}]`, value: item }))
                : [];
        });
    }
    return found.filter(({ value }) => value !== null && value !== UNKNOWN);
}

/** Inputs in which `value` sits at `property`, a path as in `valuesAt`, beside what is in `base`. */
export function inputsWith(property: string, value: Value, base: Properties = {}): Properties {
    const [step, ...rest] = property.split(".") as [string, ...string[]];
    const key = step.replace("[]", "");
    const old = base[key];
    const inner = Array.isArray(old) ? old[0] : old;
    const member =
        rest.length === 0 ? value : inputsWith(rest.join("."), value, isObject(inner) ? inner : {});
    return { ...base, [key]: step.endsWith("[]") ? [member] : member };
}

/** A whole number from a number or from the text of one, as Pulumi passes some; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
    if (typeof value === "number") return value;
    return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/** The text of a value that is one and is known. */
export function textOf(value: Value | undefined): string | undefined {
    return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

/** The list of a value that is one; anything else, among it what is not known, is an empty list. */
export function listOf(value: Value | undefined): Value[] {
    return Array.isArray(value) ? value : [];
}

type Json = { known: false } | { known: true; value: Value } | { known: true; error: true };

/** A JSON document in text, or an object that a program passed where AWS takes one; unknown parts make it unknown. */
export function jsonOf(value: Value | undefined): Json {
    if (value === undefined || value === null || hasUnknown(value)) return { known: false };
    if (typeof value !== "string") return { known: true, value };
    if (value.includes(UNKNOWN)) return { known: false };
    try {
        return { known: true, value: JSON.parse(value) as Value };
    } catch {
        // The parser's own message quotes the text, which may hold a secret.
        return { known: true, error: true };
    }
}
