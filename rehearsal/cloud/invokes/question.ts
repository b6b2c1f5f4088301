import type { Properties, Value } from "../../values.ts";

/** What an answer may look at. */
export interface Question {
    token: string;
    args: Properties;
    region: string;
    account: string;
    packages: Map<string, string>;
    /** Collects the tokens answered from their types alone. */
    madeUp: string[];
    defaultTags: Record<string, string>;
}

/** Answers a function with what it returns beyond its arguments, which every function echoes. */
export type Answer = (question: Question) => Properties;

/** The first of the arguments that is given, or what the simulated cloud takes instead. */
export function argument(args: Properties, names: string[], otherwise: string): string {
    const value = names.map((name) => args[name]).find((one) => typeof one === "string" && one !== "");
    return typeof value === "string" ? value : otherwise;
}

export function strings(value: Value | undefined): string[] {
    return Array.isArray(value) ? value.map(String) : [];
}

/** The values that a list of `{ name, values }` filters asks for under a name. */
export function filterValues(args: Properties, name: string): string[] {
    const filters = Array.isArray(args.filters) ? (args.filters as Properties[]) : [];
    return filters.filter((one) => one.name === name).flatMap((one) => strings(one.values));
}
