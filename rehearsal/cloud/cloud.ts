import type { CheckFailure, Diff, Provider } from "../provider.ts";
import { isObject, UNKNOWN, type Properties, type Value } from "../values.ts";
import { autoname } from "./autoname.ts";
import { withDefaults } from "./defaults.ts";
import { invoke } from "./invokes/invoke.ts";
import { keptSecret } from "./kept-secret.ts";
import { outputsOf, placeOf } from "./place.ts";
import { ACCOUNT, type Place } from "./row.ts";
import { replacesOf } from "./replaces.ts";
import { schemaOf, type ResourceSchema } from "./schema.ts";
import { standIn } from "./stand-in.ts";
import type { Shape } from "./types.ts";

interface CloudOptions {
    /** Where resources are that don't say it themselves. @default "us-east-1" */
    region?: string;
    /** Whose it is. @default the one of AWS's documentation */
    account?: string;
    /** Tags that the AWS provider puts on every resource, as its `defaultTags.tags`. */
    defaultTags?: Record<string, string>;
}

export interface Cloud extends Provider {
    /** Function tokens answered from their types alone, so that a report can name them. */
    readonly madeUp: string[];
}

/** A cloud that is computed: the same program gets the same ids, names and answers every time, and nothing is kept. */
export function makeCloud(packages: Map<string, string>, options: CloudOptions = {}): Cloud {
    const { region = "us-east-1", account = ACCOUNT, defaultTags = {} } = options;
    const madeUp: string[] = [];
    const stateOf = (
        type: string,
        urn: string,
        id: string | undefined,
        inputs: Properties,
        preview: boolean,
    ) => {
        const place = placeOf(type, urn, inputs, { region, account }, id);
        const schema = schemaOf(type, packages);
        if (!schema) return { id: place.id, state: { ...inputs } };
        return { id: place.id, state: fill(schema, place, preview, defaultTags) };
    };
    return {
        madeUp,
        check(type, urn, inputs, old) {
            const schema = schemaOf(type, packages);
            if (!schema) return { inputs, failures: [] };
            const named = autoname(schema, urn, withDefaults(type, inputs), old);
            return {
                inputs: keptSecret(type, named.inputs),
                failures: [...(named.failure ? [named.failure] : []), ...faults(schema, inputs)],
            };
        },
        diff(type, old, inputs) {
            return compare(old, inputs, schemaOf(type, packages));
        },
        create(type, urn, inputs, preview) {
            const { id, state } = stateOf(type, urn, undefined, inputs, preview);
            return { id: preview ? "" : id, state };
        },
        update(type, urn, id, old, inputs, preview) {
            // Nothing new has to be found out for an update: what the cloud told at creation still holds.
            const { state } = stateOf(type, urn, id, inputs, false);
            if (!preview) return state;
            return Object.fromEntries(
                Object.entries(state).map(([key, value]) => [key, inputs[key] ?? old[key] ?? value]),
            );
        },
        read(type, urn, id, state) {
            return stateOf(type, urn, id, state, false).state;
        },
        invoke(token, args) {
            return invoke({ token, args, region, account, packages, madeUp, defaultTags });
        },
    };
}

function fill(
    schema: ResourceSchema,
    place: Place,
    preview: boolean,
    defaultTags: Record<string, string>,
): Properties {
    const state: Properties = {};
    for (const [key, value] of Object.entries(place.inputs)) if (value !== null) state[key] = value;
    const known = preview ? {} : outputsOf(place);
    for (const property of schema.properties.values()) {
        if (property.name in state || (!property.computed && !(property.name in known))) continue;
        if (property.name === "region" && property.input) state.region = place.region;
        else if (property.name === "tagsAll")
            state.tagsAll = { ...defaultTags, ...(isObject(state.tags) ? state.tags : {}) };
        else if (preview) state[property.name] = UNKNOWN;
        else if (property.name in known) state[property.name] = known[property.name] as Value;
        else if (property.input)
            state[property.name] = leftOut(property.name, property.shape, place, schema.folder);
        else state[property.name] = standIn(property.name, property.shape, place.urn, schema.folder);
    }
    // Write-only inputs (`passwordWo`) never come back from the provider.
    for (const key of Object.keys(state))
        if (key.endsWith("Wo") && schema.properties.get(key)?.secret) delete state[key];
    return state;
}

/** An input that was left out and that the provider reports: none, off or empty, where the type has such a value. */
function leftOut(name: string, shape: Shape, place: Place, folder: string): Value {
    if (shape.kind === "list") return [];
    if (shape.kind === "map") return {};
    if (shape.kind === "number") return 0;
    if (shape.kind === "object") return {};
    // AWS reports an empty text for what is not set; of other clouds that isn't known.
    if (shape.kind === "string" && place.type.startsWith("aws:")) return "";
    return standIn(name, shape, place.urn, folder);
}

function faults(schema: ResourceSchema, inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    for (const property of schema.properties.values()) {
        const value = inputs[property.name];
        if (value === undefined || value === null) {
            if (property.required)
                failures.push({
                    property: property.name,
                    reason: `missing required property "${property.name}"`,
                });
            continue;
        }
        const wanted = property.inputShape && misfit(property.inputShape, value);
        if (wanted)
            failures.push({ property: property.name, reason: `expected ${wanted}, got ${describe(value)}` });
    }
    return failures;
}

/** What was expected when a value can't be of a type. Scalars convert into one another, as they do in the bridge. */
function misfit(shape: Shape, value: Value): string | undefined {
    if (value === UNKNOWN) return undefined;
    const list = Array.isArray(value);
    if (shape.kind === "list") return list ? undefined : "a list";
    if (shape.kind === "map" || shape.kind === "object") return isObject(value) ? undefined : "an object";
    if (shape.kind === "any") return undefined;
    if (list || isObject(value)) return `a ${shape.kind}`;
    const bad = shape.kind === "number" && (typeof value === "boolean" || Number.isNaN(Number(value)));
    return bad ? "a number" : undefined;
}

function describe(value: Value): string {
    if (Array.isArray(value)) return `a list of ${value.length}`;
    return isObject(value) ? "an object" : JSON.stringify(value);
}

function compare(old: Properties, inputs: Properties, schema: ResourceSchema | undefined): Diff {
    const keys = new Set([...Object.keys(old), ...Object.keys(inputs)]);
    const changed = [...keys].filter((key) => !same(old[key], inputs[key]));
    const replaces = schema ? replacesOf(schema) : new Set<string>();
    return { changed, replaces: changed.filter((key) => replaces.has(key)) };
}

function same(left: Value | undefined, right: Value | undefined): boolean {
    if (left === right || ((left ?? null) === null && (right ?? null) === null)) return true;
    if (Array.isArray(left)) {
        return (
            Array.isArray(right) &&
            left.length === right.length &&
            left.every((item, at) => same(item, right[at]))
        );
    }
    if (!isObject(left) || !isObject(right)) return false;
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
        same(left[key], right[key]),
    );
}
