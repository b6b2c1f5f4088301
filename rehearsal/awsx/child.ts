import { RESOURCE, SIGNATURE, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import type { ConstructContext, RegisteredChild } from "./expansion.ts";
import { link, unlinked } from "./links.ts";
import type { Draft } from "./links.ts";

/** Versions of the SDKs that the awsx 3.9.0 plugin was built with (its package.json); its children carry them. */
const SDK_VERSIONS: Record<string, string> = { aws: "7.43.0", "docker-build": "0.0.14" };

export interface Child extends RegisteredChild {
    preview: boolean;
}

interface Options {
    parent?: string;
    dependsOn?: Child[];
    /** Earlier types under which the SDK still finds the resource in an old state. */
    formerTypes?: string[];
}

/** Registers a custom resource as the plugin's SDK does: links become dependencies, output values become bare values. */
export async function createChild(
    context: ConstructContext,
    type: string,
    name: string,
    draft: Draft,
    options: Options = {},
): Promise<Child> {
    const { values, links } = unlinked(draft);
    const direct = (options.dependsOn ?? []).map(({ urn }) => urn);
    const registered = await context.register({
        type,
        name,
        custom: true,
        parent: options.parent ?? context.urn,
        inputs: values,
        dependencies: [...new Set([...direct, ...Object.values(links).flat()])],
        propertyDependencies: links,
        version: SDK_VERSIONS[type.split(":")[0] ?? ""],
        aliases: (options.formerTypes ?? []).map((former) => ({ type: former })),
    });
    return { ...registered, preview: context.preview };
}

/** A child's id, linked to the child. */
export function idOf(child: Child): Properties {
    return link(child.id, [child.urn]);
}

/** An output of a child, linked to it; one that the provider didn't give is unknown at preview and else missing. */
export function outputOf(child: Child, property: string): Properties | undefined {
    const value = child.outputs[property] ?? (child.preview ? UNKNOWN : undefined);
    return value === undefined ? undefined : link(value, [child.urn]);
}

/** The child itself as a value. */
export function referenceTo(child: Child): Value {
    return { [SIGNATURE]: RESOURCE, urn: child.urn, id: child.id };
}
