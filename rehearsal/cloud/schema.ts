import { readFileSync } from "node:fs";

import { locate } from "./locate.ts";
import { bodyOf, parseMembers, type Shape } from "./types.ts";

interface Property {
    name: string;
    /** The program may set it. */
    input: boolean;
    /** The program must set it. */
    required: boolean;
    /** It is never missing from the state: left out of the inputs, the provider computes it. */
    computed: boolean;
    secret: boolean;
    /** The documentation says that a change makes a new resource. */
    replaces: boolean;
    /** Type in the state. */
    shape: Shape;
    /** Type in the inputs; undefined when it is not one. */
    inputShape?: Shape;
}

export interface ResourceSchema {
    type: string;
    /** The package's folder, where the types of nested objects are. */
    folder: string;
    properties: Map<string, Property>;
}

const caches = new WeakMap<Map<string, string>, Map<string, ResourceSchema | undefined>>();

/**
 * What the installed SDK says of a resource type, read from the SDK's own source, so that it can't be of another
 * version than the program's. `packages` maps a package's name to its folder. Undefined for a type that no package has.
 */
export function schemaOf(type: string, packages: Map<string, string>): ResourceSchema | undefined {
    let cache = caches.get(packages);
    if (!cache) caches.set(packages, (cache = new Map()));
    if (!cache.has(type)) cache.set(type, readSchema(type, packages));
    return cache.get(type);
}

export function packageOf(token: string): string {
    return /^pulumi:providers:(.+)$/.exec(token)?.[1] ?? (token.split(":")[0] as string);
}

function readSchema(type: string, packages: Map<string, string>): ResourceSchema | undefined {
    const folder = packages.get(packageOf(type));
    const file = folder === undefined ? undefined : locate(type, folder);
    if (folder === undefined || file === undefined) return undefined;
    const source = readFileSync(file, "utf8");
    const declarations = declarationsOf(file);
    const { inputs, outputs, secrets, name } = readConstructor(source, type);
    const state = parseMembers(bodyOf(declarations, `declare class ${name} `) ?? "", true);
    const states = new Map(state.map((member) => [member.name, member]));
    const args = new Map(
        parseMembers(bodyOf(declarations, `interface ${name}Args `) ?? "").map((one) => [one.name, one]),
    );
    const properties = new Map<string, Property>();
    for (const key of new Set([...inputs, ...outputs])) {
        const input = inputs.has(key);
        const arg = input ? args.get(key) : undefined;
        const inState = states.get(key);
        properties.set(key, {
            name: key,
            input,
            required: arg !== undefined && !arg.optional,
            computed: inState !== undefined && !inState.optional,
            secret: secrets.has(key),
            replaces: arg !== undefined && REPLACES.test(arg.doc),
            shape: inState?.shape ?? arg?.shape ?? { kind: "any" },
            ...(arg ? { inputShape: arg.shape } : {}),
        });
    }
    return { type, folder, properties };
}

const REPLACES =
    /forces? (?:a |the )?(?:creation of )?(?:a )?(?:new|replacement)|(?:trigger|cause)s? (?:a )?replacement/i;

function declarationsOf(file: string): string {
    try {
        return readFileSync(file.replace(/\.([cm]?)js$/, ".d.$1ts"), "utf8");
    } catch {
        return ""; // Without declarations every property is of any type, and only marked outputs are computed.
    }
}

function readConstructor(
    source: string,
    type: string,
): { inputs: Set<string>; outputs: Set<string>; secrets: Set<string>; name: string } {
    const inputs = new Set<string>();
    const outputs = new Set<string>();
    const secrets = new Set<string>();
    // A file may hold several resources: only the class that names this type counts.
    const own = source
        .split(/^(?=(?:export )?class )/m)
        .find((part) => part.includes(`'${type}'`) || part.includes(`"${type}"`));
    const text = own ?? source;
    for (const match of text.matchAll(/(?:resourceInputs|inputs)\["([^"]+)"\] = ([^\n]*)/g)) {
        const [, name = "", value = ""] = match;
        if (/^\(?state\b/.test(value)) continue;
        if (value.startsWith("undefined /*out*/")) outputs.add(name);
        else inputs.add(name);
        if (value.includes("pulumi.secret(")) secrets.add(name);
    }
    const list = /additionalSecretOutputs: \[([^\]]*)\]/.exec(text)?.[1] ?? "";
    for (const match of list.matchAll(/"([^"]+)"/g)) secrets.add(match[1] as string);
    const name = /^(?:export )?class (\w+) /m.exec(text)?.[1] ?? (type.split(":")[2] as string);
    return { inputs, outputs, secrets, name };
}
