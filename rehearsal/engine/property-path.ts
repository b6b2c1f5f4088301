import { isObject, type Properties, type Value } from "../values.ts";

/** The steps of a property path such as `tags["owner"]`, `rules[0].ports` or `rules[*]`. */
export function parsePath(path: string): string[] {
    return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, word]) => quoted?.replace(/\\(.)/g, "$1") ?? index ?? word ?? "",
    );
}

function restore(now: Value | undefined, before: Value | undefined, steps: string[]): Value | undefined {
    const [step, ...rest] = steps;
    if (step === undefined) return before;
    if (Array.isArray(now) && Array.isArray(before)) {
        return now.map((item, i) =>
            step === "*" || step === String(i) ? (restore(item, before[i], rest) ?? null) : item,
        );
    }
    if (!isObject(now) || !isObject(before)) return now;
    const result: Properties = { ...now };
    for (const key of step === "*" ? Object.keys({ ...before, ...now }) : [step]) {
        const value = restore(now[key], before[key], rest);
        if (value === undefined) delete result[key];
        else result[key] = value;
    }
    return result;
}

/** What is at a path: several values where it holds `*`, none where there is nothing. */
export function valuesAt(value: Value | undefined, [step, ...rest]: string[]): Value[] {
    if (value === undefined) return [];
    if (step === undefined) return [value];
    if (Array.isArray(value)) {
        return value.flatMap((item, i) => (step === "*" || step === String(i) ? valuesAt(item, rest) : []));
    }
    if (!isObject(value)) return [];
    return (step === "*" ? Object.keys(value) : [step]).flatMap((key) => valuesAt(value[key], rest));
}

/** The inputs with each ignored path as it was before: that is how `ignoreChanges` works. */
export function withIgnoredChanges(inputs: Properties, before: Properties, paths: string[]): Properties {
    return paths.reduce<Properties>(
        (now, path) => restore(now, before, path === "*" ? ["*"] : parsePath(path)) as Properties,
        inputs,
    );
}
