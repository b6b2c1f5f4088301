import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Resource } from "./engine/resource.ts";
import { nameOf } from "./engine/urn.ts";
import { Misuse } from "./misuse.ts";
import {
    SECRET,
    SIGNATURE,
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

/** Reads a state file in the format of `pulumi stack export`. */
export function readState(path: string): State {
    if (!existsSync(path)) return emptyState();
    let content: {
        version?: number;
        deployment?: { resources?: unknown[]; secrets_providers?: { state?: { salt?: string } } };
    } | null;
    try {
        content = JSON.parse(readFileSync(path, "utf8")) as typeof content;
    } catch (error) {
        throw new Misuse(
            `${path} is not a state file: ${(error as Error).message}. Remove it to start from nothing.`,
        );
    }
    if (content?.version !== 3 || !content.deployment?.resources?.every?.(isResource)) {
        throw new Misuse(`${path} is not a state file of version 3, as \`pulumi stack export\` writes it.`);
    }
    const salt = content.deployment.secrets_providers?.state?.salt ?? emptyState().salt;
    return { salt, resources: content.deployment.resources.map((entry) => fromExport(entry as Exported)) };
}

/** Writes a state file in one step: a rehearsal that dies half-way leaves the old one whole. */
export function writeState(path: string, state: State): void {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(exported(state), null, 4)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
}

function isResource(entry: unknown): boolean {
    const { urn, type } = (entry ?? {}) as Partial<Exported>;
    return typeof urn === "string" && typeof type === "string";
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
