import { hasSecret, hasUnknown, isObject, plain, signatureOf, withoutOutputs } from "../values.ts";
import { OUTPUT, RESOURCE, SIGNATURE, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";

/** Inputs as an expansion writes them: a property that is `undefined` is left out, as the SDK does. */
export type Draft = { [key: string]: Value | undefined };

/** A value that remembers which resources it comes from. */
export function link(value: Value, urns: string[], secret = false): Properties {
    const known: Properties = value === UNKNOWN ? {} : { value };
    return { [SIGNATURE]: OUTPUT, ...known, secret, dependencies: urns };
}

/** The resources that a value comes from, in the order in which they appear in it. */
export function linksOf(value: Value | undefined): string[] {
    const urns = new Set<string>();
    const visit = (part: Value | undefined): void => {
        if (Array.isArray(part)) return part.forEach(visit);
        if (!isObject(part)) return;
        const signature = signatureOf(part);
        if (signature === OUTPUT && Array.isArray(part.dependencies)) {
            for (const urn of part.dependencies) urns.add(String(urn));
        }
        if (signature === RESOURCE) urns.add(String(part.urn));
        Object.values(part).forEach(visit);
    };
    visit(value);
    return [...urns];
}

/** `compute` over a value that may be unknown, secret or linked; the result is all of what the value is. */
export function derive(value: Value, compute: (known: Value) => Value): Properties {
    const result = hasUnknown(value) ? UNKNOWN : compute(plain(value));
    return link(result, linksOf(value), hasSecret(value));
}

/** Leaves out what is undefined, at every level: a draft may hold `undefined` where the SDK drops the key. */
export function settled(draft: Draft): Properties {
    const result: Properties = {};
    for (const [key, value] of Object.entries(draft)) if (value !== undefined) result[key] = value;
    return result;
}

/** Splits linked properties into what goes over the wire: bare values, and the links of each property. */
export function unlinked(draft: Draft): { values: Properties; links: Record<string, string[]> } {
    const linked = settled(draft);
    const links: Record<string, string[]> = {};
    for (const [key, value] of Object.entries(linked)) links[key] = linksOf(value);
    return { values: withoutOutputs(linked), links };
}
