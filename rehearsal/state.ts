import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Resource } from "./engine/resource.ts";
import { nameOf } from "./engine/urn.ts";
import { Misuse } from "./misuse.ts";
import { readText, reasonOf } from "./project/read-file.ts";
import {
    SECRET,
    SIGNATURE,
    isObject,
    mapValue,
    signatureOf,
    withoutOutputs,
    type Properties,
    type Value,
} from "./values.ts";

/** A deployment's resources, and the salt under which its secrets were sealed. */
export interface State {
    salt: string;
    resources: Resource[];
}

export function emptyState(): State {
    return { salt: randomBytes(32).toString("base64"), resources: [] };
}

/**
 * The properties as the state file holds them: in place of each secret a keyed digest, enough to tell whether it
 * changed and too little to learn it.
 */
export function sealed(properties: Properties, salt: string): Properties {
    return mapValue(withoutOutputs(properties), (part) => {
        if (signatureOf(part) !== SECRET || !("value" in (part as Properties))) return part;
        const text = JSON.stringify((part as Properties).value);
        return { [SIGNATURE]: SECRET, ciphertext: createHmac("sha256", salt).update(text).digest("base64") };
    }) as Properties;
}

const MAX_MEGABYTES = 500; // Node holds no longer text (buffer.constants.MAX_STRING_LENGTH)
const FROM_NOTHING = "Remove it to start from nothing.";

interface StateFile {
    version?: unknown;
    deployment?: { resources?: unknown; secrets_providers?: { state?: { salt?: unknown } } };
}

/** Reads a state file in the format of `pulumi stack export`. */
export function readState(path: string): State {
    if (!existsSync(path)) return emptyState();
    const text = readText(path, MAX_MEGABYTES);
    let content: StateFile | null;
    try {
        content = JSON.parse(text) as StateFile | null;
    } catch (error) {
        throw new Misuse(`${path} is not a state file: ${(error as Error).message}. ${FROM_NOTHING}`);
    }
    if (content?.version !== 3) {
        const version = JSON.stringify(content?.version ?? null).slice(0, 40);
        throw new Misuse(
            `${path} is not a state file of version 3, as \`pulumi stack export\` writes it: ` +
                `its version is ${version}. ${FROM_NOTHING}`,
        );
    }
    const resources = content.deployment?.resources ?? [];
    const wrong = Array.isArray(resources) ? resources.findIndex((entry) => !isResource(entry)) : 0;
    if (wrong >= 0) {
        throw new Misuse(
            `${path} is damaged: deployment.resources[${wrong}] is no resource. ${FROM_NOTHING}`,
        );
    }
    const salt = content.deployment?.secrets_providers?.state?.salt;
    return {
        salt: typeof salt === "string" ? salt : emptyState().salt,
        resources: (resources as Exported[]).map(fromExport),
    };
}

/** Writes a state file in one step: a rehearsal that dies half-way, or two at once, leave a whole one. */
export function writeState(path: string, state: State): void {
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
    try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(temporary, `${JSON.stringify(exported(state), null, 4)}\n`, { mode: 0o600 });
        renameSync(temporary, path);
    } catch (error) {
        if (existsSync(temporary)) rmSync(temporary);
        throw new Misuse(`The state can't be written to ${path}: ${reasonOf(error)}.`);
    }
}

const LISTS = [
    "dependencies",
    "aliases",
    "ignoreChanges",
    "replaceOnChanges",
    "additionalSecretOutputs",
] as const;
const MAPS = ["inputs", "outputs", "propertyDependencies"] as const;

function isResource(entry: unknown): boolean {
    if (typeof entry !== "object" || entry === null) return false;
    const resource = entry as Partial<Exported>;
    return (
        typeof resource.urn === "string" &&
        resource.urn.split("::").length >= 4 &&
        typeof resource.type === "string" &&
        LISTS.every((key) => Array.isArray(resource[key] ?? [])) &&
        MAPS.every((key) => isObject(resource[key] ?? {}))
    );
}

interface Exported {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    external?: boolean;
    inputs?: Properties;
    outputs?: Properties;
    parent?: string;
    provider?: string;
    protect?: boolean;
    retainOnDelete?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
    aliases?: string[];
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    additionalSecretOutputs?: string[];
    deletedWith?: string;
    importID?: string;
    replacementTrigger?: Value;
}

/** The state as `pulumi stack export` prints it. */
function exported(state: State) {
    const provider = { type: "rehearsal", state: { salt: state.salt } };
    const resources = state.resources.map((resource) => toExport(resource, state.salt));
    return { version: 3, deployment: { manifest: {}, secrets_providers: provider, resources } };
}

function toExport(resource: Resource, salt: string): Exported {
    const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
    const dependencies = Object.entries(resource.propertyDependencies).filter(([, urns]) => urns.length > 0);
    return {
        urn: resource.urn,
        type: resource.type,
        custom: resource.custom,
        id: resource.id,
        external: resource.external || undefined,
        inputs: sealed(resource.inputs, salt),
        outputs: sealed(resource.outputs, salt),
        parent: resource.parent,
        provider: resource.provider,
        protect: resource.protect || undefined,
        retainOnDelete: resource.retainOnDelete || undefined,
        dependencies: some(resource.dependencies),
        propertyDependencies: dependencies.length > 0 ? Object.fromEntries(dependencies) : undefined,
        aliases: some(resource.aliases),
        ignoreChanges: some(resource.ignoreChanges),
        replaceOnChanges: some(resource.replaceOnChanges),
        additionalSecretOutputs: some(resource.additionalSecretOutputs),
        deletedWith: resource.deletedWith,
        importID: resource.importId,
        replacementTrigger:
            sealed({ trigger: resource.replacementTrigger ?? null }, salt).trigger ?? undefined,
    };
}

function fromExport(entry: Exported): Resource {
    return {
        urn: entry.urn,
        type: entry.type,
        name: nameOf(entry.urn),
        custom: entry.custom,
        external: entry.external ?? false,
        id: entry.id,
        inputs: entry.inputs ?? {},
        outputs: entry.outputs ?? {},
        parent: entry.parent,
        provider: entry.provider,
        dependencies: entry.dependencies ?? [],
        propertyDependencies: entry.propertyDependencies ?? {},
        protect: entry.protect ?? false,
        retainOnDelete: entry.retainOnDelete ?? false,
        aliases: entry.aliases ?? [],
        ignoreChanges: entry.ignoreChanges ?? [],
        additionalSecretOutputs: entry.additionalSecretOutputs ?? [],
        replaceOnChanges: entry.replaceOnChanges ?? [],
        replaceWith: [],
        deletedWith: entry.deletedWith,
        importId: entry.importID,
        replacementTrigger: entry.replacementTrigger,
        hooks: {},
        operation: "same",
    };
}
