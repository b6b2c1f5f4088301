import { isObject, type Properties, type Value } from "../../values.ts";
import { hex } from "../hash.ts";
import { strings } from "./question.ts";

/**
 * Renders an IAM policy as the provider's `getPolicyDocument` does, to the byte: its order of keys, a list of one as a
 * string, longer lists sorted backwards (they are sets), `&{…}` as IAM's `${…}`, and JSON escaped as Go escapes it.
 */
export function policyDocument(args: Properties): Properties {
    const own = list(args.statements).map((one) => statement(one));
    const sources = [args.sourceJson, ...list(args.sourcePolicyDocuments)].flatMap(statementsIn);
    const overrides = [args.overrideJson, ...list(args.overridePolicyDocuments)].flatMap(statementsIn);
    const named = [...sources, ...own].reduce(merge, [] as Properties[]);
    const document: Properties = { Version: typeof args.version === "string" ? args.version : "2012-10-17" };
    if (typeof args.policyId === "string") document.Id = args.policyId;
    document.Statement = overrides.reduce(merge, named);
    const json = escape(JSON.stringify(document, undefined, 2));
    return { id: hex(json, 10), json, minifiedJson: escape(JSON.stringify(document)) };
}

/** A statement takes the place of an earlier one with the same Sid; without a Sid it is one more. */
function merge(statements: Properties[], next: Properties): Properties[] {
    const at = next.Sid === undefined ? -1 : statements.findIndex((one) => one.Sid === next.Sid);
    return at < 0 ? [...statements, next] : statements.with(at, next);
}

function statement(value: Value): Properties {
    const from = isObject(value) ? value : {};
    const result: Properties = {};
    const put = (key: string, wanted: Value | undefined) => {
        if (wanted !== undefined) result[key] = wanted;
    };
    if (typeof from.sid === "string" && from.sid !== "") put("Sid", from.sid);
    put("Effect", typeof from.effect === "string" ? from.effect : "Allow");
    put("Action", setOf(from.actions));
    put("NotAction", setOf(from.notActions));
    put("Resource", setOf(from.resources));
    put("NotResource", setOf(from.notResources));
    put("Principal", principals(from.principals));
    put("NotPrincipal", principals(from.notPrincipals));
    put("Condition", conditions(from.conditions));
    return result;
}

function setOf(value: Value | undefined): Value | undefined {
    const all = [...new Set(strings(value).map(variables))];
    if (all.length === 0) return undefined;
    return all.length === 1 ? (all[0] as string) : all.sort().reverse();
}

function principals(value: Value | undefined): Value | undefined {
    const all = list(value).filter(isObject);
    if (all.length === 0) return undefined;
    const byType = new Map<string, string[]>();
    for (const { type, identifiers } of all) {
        byType.set(String(type), [...(byType.get(String(type)) ?? []), ...strings(identifiers)]);
    }
    // Everyone is written "*"; `{"*": "*"}` is the same to IAM, `{"AWS": "*"}` is not in every place.
    if (byType.size === 1 && byType.get("*")?.join() === "*") return "*";
    return Object.fromEntries(
        [...byType].sort().map(([type, identifiers]) => [type, setOf(identifiers) ?? []]),
    );
}

function conditions(value: Value | undefined): Value | undefined {
    const all = list(value).filter(isObject);
    if (all.length === 0) return undefined;
    const tests: Record<string, Record<string, string[]>> = {};
    for (const { test, variable, values } of all) {
        const variablesOf = (tests[String(test)] ??= {});
        (variablesOf[String(variable)] ??= []).push(...strings(values).map(variables));
    }
    const single = (items: string[]): Value => (items.length === 1 ? (items[0] as string) : items);
    return sorted(tests, (one) => sorted(one, single));
}

function sorted<T>(from: Record<string, T>, to: (value: T) => Value): Properties {
    const keys = Object.keys(from).sort();
    return Object.fromEntries(keys.map((key) => [key, to(from[key] as T)]));
}

function statementsIn(text: Value | undefined): Properties[] {
    if (typeof text !== "string" || text === "") return [];
    const { Statement } = JSON.parse(text) as { Statement?: Value };
    return (Array.isArray(Statement) ? Statement : [Statement ?? null]).filter(isObject);
}

function list(value: Value | undefined): Value[] {
    return Array.isArray(value) ? value : [];
}

function variables(text: string): string {
    return text.replaceAll("&{", "${");
}

function escape(json: string): string {
    return json.replaceAll("&", "\\u0026").replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
}
