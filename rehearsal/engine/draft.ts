import { aliasUrns } from "./aliases.ts";
import type { History } from "./history.ts";
import { providerUrnOf } from "./providers.ts";
import type { Registration } from "./registration.ts";
import type { Resource } from "./resource.ts";
import { packageOf, typeOf, type Scope } from "./urn.ts";

/** A child of a custom resource is managed by its parent's provider, where that is one for the child's package. */
function inheritedProvider(request: Registration, parent: Resource | undefined): string | undefined {
    if (!parent?.provider || !(request.custom || request.remote)) return undefined;
    const manages = packageOf(typeOf(providerUrnOf(parent.provider)));
    return manages === packageOf(request.type) ? parent.provider : undefined;
}

/** A request with what it takes over from its parent where it does not say otherwise. */
export function withInherited(request: Registration, parent: Resource | undefined): Registration {
    return {
        ...request,
        deletedWith: request.deletedWith ?? parent?.deletedWith,
        protect: request.protect ?? parent?.protect,
        retainOnDelete: request.retainOnDelete ?? parent?.retainOnDelete,
        provider: request.provider ?? inheritedProvider(request, parent),
    };
}

/** A resource before anything was done for it. */
export function draft(scope: Scope & { history: History }, urn: string, from: Registration): Resource {
    return {
        urn,
        type: from.type,
        name: from.name,
        custom: from.custom && !from.remote,
        external: false,
        // A plugin registers its component without inputs, and what they come from, whatever the program gave to it.
        inputs: from.remote ? {} : from.inputs,
        outputs: {},
        parent: from.parent,
        dependencies: from.dependencies,
        propertyDependencies: from.remote ? {} : from.propertyDependencies,
        protect: from.protect ?? false,
        retainOnDelete: from.retainOnDelete ?? false,
        aliases: aliasUrns(scope, from, scope.history.formerUrnOf(from.parent)),
        ignoreChanges: from.ignoreChanges,
        additionalSecretOutputs: from.additionalSecretOutputs,
        deleteBeforeReplace: from.deleteBeforeReplace,
        replaceOnChanges: from.replaceOnChanges,
        deletedWith: from.deletedWith,
        replaceWith: from.replaceWith,
        replacementTrigger: from.replacementTrigger,
        importId: from.importId,
        timeouts: from.timeouts,
        hooks: from.hooks,
        operation: "create",
    };
}
