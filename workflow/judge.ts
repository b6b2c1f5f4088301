import { isDeepStrictEqual } from "node:util";
import { isHidden, type Confidential } from "./confidential.ts";
import { valueAt } from "./json-path.ts";
import { filled, filledIn, type Values } from "./placeholders.ts";
import type { Expectation } from "./schema.ts";
import type { Answer } from "./way.ts";

type Rule = Record<string, unknown>;

/** What an answer lacks of what was expected, one sentence each; none for a good one. */
export function faultsOf(
    expected: Expectation,
    answer: Answer,
    given: { values: Values; confidential: Confidential },
): string[] {
    const { status, milliseconds } = answer;
    const { values, confidential } = given;
    // Another status answers another question: what else it says is no second fault.
    if (status !== expected.status) {
        const location = headerOf(answer, "location");
        const to = location === undefined ? "" : `, to ${confidential.hide(location)}`;
        return [`the status is ${status}${to}; expected ${expected.status}`];
    }
    const faults: string[] = [];
    for (const [name, rule] of Object.entries(expected.headers ?? {})) {
        const found = headerOf(answer, name);
        const wanted = Object.entries(rule as Rule).map(([kind, value]) => [
            kind,
            typeof value === "string" ? filled(value, values) : value,
        ]);
        faults.push(...unmet(`the header ${name}`, found, Object.fromEntries(wanted) as Rule, given, name));
    }
    const { json = {} } = expected;
    const isJson = Object.keys(json).length === 0 || documentOf(answer) !== undefined;
    if (!isJson) faults.push("the body is no JSON; expected JSON");
    for (const [path, rule] of isJson ? Object.entries(json) : []) {
        const wanted = filledIn(rule, values) as Rule;
        faults.push(...unmet(path, valueAt(documentOf(answer)?.json, path), wanted, given, path));
    }
    const { maxMilliseconds = Infinity } = expected;
    if (milliseconds > maxMilliseconds)
        faults.push(`it took ${milliseconds} ms; expected at most ${maxMilliseconds} ms`);
    return faults;
}

/** What the body says, or undefined where it is no JSON. */
export function documentOf({ body }: Answer): { json: unknown } | undefined {
    try {
        return { json: JSON.parse(body) as unknown };
    } catch {
        return undefined;
    }
}

/** A header of an answer, as one text however often it came. */
export function headerOf({ headers }: Answer, name: string): string | undefined {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : value;
}

function unmet(
    what: string,
    seen: unknown,
    rule: Rule,
    { confidential }: { confidential: Confidential },
    name: string,
): string[] {
    const show = (value: unknown) => {
        if (value === undefined) return "missing";
        return isHidden(name) ? "[hidden]" : confidential.hide(JSON.stringify(value), 100);
    };
    const fault = (expected: string) => [`${what} is ${show(seen)}; expected ${expected}`];
    if ("present" in rule) {
        // null is how an app says that there is nothing.
        const isThere = seen !== undefined && seen !== null;
        return isThere === rule.present ? [] : fault(rule.present ? "a value" : "none");
    }
    if ("contains" in rule)
        return typeof seen === "string" && seen.includes(String(rule.contains))
            ? []
            : fault(`a text with ${show(rule.contains)}`);
    const allowed = "oneOf" in rule ? (rule.oneOf as unknown[]) : [rule.equals];
    if (allowed.some((value) => isDeepStrictEqual(value, seen))) return [];
    return fault(allowed.map(show).join(" or "));
}
