import { SECRET, UNKNOWN, isObject, secret, signatureOf, type Properties, type Value } from "../values.ts";
import { uuidOf } from "./providers.ts";
import type { Resource } from "./resource.ts";

/** The one resource that the engine keeps itself, without a plugin. */
const STASH = "pulumi:index:Stash";

/**
 * What a stash kept, to be handed out again. The rehearsal's state knows only that a value was a secret: in its place
 * stands the secret that is now given there, or a stand-in.
 */
function reopened(kept: Value, input: Value | undefined): Value {
    if (signatureOf(kept) === SECRET && !("value" in (kept as Properties))) {
        return input !== undefined && signatureOf(input) === SECRET ? input : secret("[secret]");
    }
    if (Array.isArray(kept)) {
        return kept.map((item, i) => reopened(item, Array.isArray(input) ? input[i] : undefined));
    }
    if (!isObject(kept)) return kept;
    return Object.fromEntries(
        Object.entries(kept).map(([key, item]) => [
            key,
            reopened(item, isObject(input) ? input[key] : undefined),
        ]),
    );
}

/** A stash's id and outputs: what it was first given stays its `output`; `undefined` for any other resource. */
export function stashed(
    { type, urn, inputs, operation }: Resource,
    old: Resource | undefined,
    preview: boolean,
): { id: string; outputs: Properties } | undefined {
    if (type !== STASH) return undefined;
    const input = inputs.input ?? null;
    const kept = operation === "update" || operation === "same" ? old : undefined;
    const id = kept?.id ?? (preview ? UNKNOWN : uuidOf(urn));
    const output = kept?.outputs.output;
    return { id, outputs: { input, output: output === undefined ? input : reopened(output, input) } };
}
