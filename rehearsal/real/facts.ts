import type { Resource } from "../engine/resource.ts";
import type { Violation } from "../policy/policies.ts";
import { RESOURCE, UNKNOWN, mapValue, signatureOf, type Properties } from "../values.ts";

/** What is compared of a resource: only what the engine decides, in one form for both sides. */
export interface Facts {
    urn: string;
    type: string;
    custom: boolean;
    external: boolean;
    id: string | null;
    parent: string | null;
    provider: string | null;
    inputs: Properties;
    outputs: Properties;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    protect: boolean;
    retainOnDelete: boolean;
    aliases: string[];
    ignoreChanges: string[];
    replaceOnChanges: string[];
    additionalSecretOutputs: string[];
    deletedWith: string | null;
    operation: string;
}

/** A policy's verdict, without what only the rehearsal's report shows. */
export type Verdict = Pick<Violation, "pack" | "policy" | "level" | "message" | "urn">;

export interface Observed {
    resources: Facts[];
    deletes: string[];
    verdicts: Verdict[];
}

/** Types that the engine keeps itself, under random ids: providers, stashes. */
const OWN = "pulumi:";

/** Ids of providers are random in the real engine: a reference says which provider by its URN alone. */
function providerOf(reference: string | undefined): string | null {
    return reference ? reference.slice(0, reference.lastIndexOf("::")) : null;
}

/**
 * Properties in one form. `__internal` is the engine's own mark on a provider and holds nothing. A reference to a
 * resource has an empty id in the engine's state where the wire has an unknown one, and an empty version where it
 * has none.
 */
function normal(properties: Properties): Properties {
    const { __internal: _, ...rest } = properties;
    return mapValue(rest, (part) => {
        if (signatureOf(part) !== RESOURCE) return part;
        const { packageVersion, id, ...reference } = part as Properties;
        return {
            ...reference,
            ...(packageVersion ? { packageVersion } : {}),
            ...(id === undefined ? {} : { id: id === UNKNOWN ? "" : id }),
        };
    }) as Properties;
}

/** Property dependencies without those on nothing, which some engines write down and others leave out. */
function filled(dependencies: Record<string, string[]>): Record<string, string[]> {
    const entries = Object.entries(dependencies).filter(([, urns]) => urns.length > 0);
    return Object.fromEntries(entries.map(([key, urns]) => [key, [...urns].sort()]));
}

function factsOf(resource: Resource, mode: "plan" | "deploy"): Facts {
    return {
        urn: resource.urn,
        type: resource.type,
        custom: resource.custom,
        external: resource.external,
        id: resource.type.startsWith(OWN) || resource.id === UNKNOWN ? null : resource.id || null,
        parent: resource.parent ?? null,
        provider: providerOf(resource.provider),
        inputs: normal(resource.inputs),
        outputs: normal(resource.outputs),
        dependencies: [...resource.dependencies].sort(),
        propertyDependencies: filled(resource.propertyDependencies),
        protect: resource.protect,
        retainOnDelete: resource.retainOnDelete,
        // An alias has done its work when its resource is found: the state after a deploy no longer has it.
        aliases: mode === "deploy" ? [] : [...resource.aliases].sort(),
        ignoreChanges: resource.ignoreChanges,
        replaceOnChanges: resource.replaceOnChanges,
        additionalSecretOutputs: [...resource.additionalSecretOutputs].sort(),
        deletedWith: resource.deletedWith || null,
        operation: resource.operation,
    };
}

/** A run in the form in which runs are compared and recorded. */
export function observed(run: {
    mode: "plan" | "deploy";
    resources: Resource[];
    deletes: Resource[];
    violations: Violation[];
}): Observed {
    return {
        resources: run.resources
            .map((resource) => factsOf(resource, run.mode))
            .sort((a, b) => (a.urn < b.urn ? -1 : 1)),
        deletes: run.deletes.map(({ urn }) => urn).sort(),
        verdicts: run.violations.map(({ pack, policy, level, message, urn }) => ({
            pack,
            policy,
            level,
            message,
            urn,
        })),
    };
}
