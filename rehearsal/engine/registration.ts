import type resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import { fromStruct } from "./wire.ts";
import type { Properties, Value } from "../values.ts";

/** A function in the program's process: where its server listens, and which function it is. */
export interface Callback {
    target: string;
    token: string;
}

/** An earlier identity of a resource: a whole URN, or what differs from today's. */
export interface Alias {
    urn?: string;
    name?: string;
    type?: string;
    stack?: string;
    project?: string;
    parentUrn?: string;
    noParent?: boolean;
}

export interface Timeouts {
    create: string;
    update: string;
    delete: string;
}

export type HookPoint =
    | "beforeCreate"
    | "afterCreate"
    | "beforeUpdate"
    | "afterUpdate"
    | "beforeDelete"
    | "afterDelete"
    | "onError";

/** What a program asks for when it constructs a resource: `RegisterResourceRequest` as plain data. */
export interface Registration {
    type: string;
    name: string;
    custom: boolean;
    remote: boolean;
    parent?: string;
    inputs: Properties;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    provider?: string;
    providers: Record<string, string>;
    version?: string;
    packageRef?: string;
    pluginDownloadURL?: string;
    protect?: boolean;
    retainOnDelete?: boolean;
    deleteBeforeReplace?: boolean;
    ignoreChanges: string[];
    replaceOnChanges: string[];
    additionalSecretOutputs: string[];
    aliases: Alias[];
    importId?: string;
    deletedWith?: string;
    replaceWith: string[];
    replacementTrigger?: Value;
    timeouts?: Timeouts;
    hooks: Partial<Record<HookPoint, string[]>>;
    transforms: Callback[];
}

export function aliasesOf(
    messages: ReturnType<resourceProto.RegisterResourceRequest["getAliasesList"]>,
): Alias[] {
    return messages.map((message) => {
        const spec = message.getSpec();
        if (!spec) return { urn: message.getUrn() };
        return {
            name: spec.getName() || undefined,
            type: spec.getType() || undefined,
            stack: spec.getStack() || undefined,
            project: spec.getProject() || undefined,
            parentUrn: spec.getParenturn() || undefined,
            noParent: spec.getNoparent() || undefined,
        };
    });
}

export function hooksOf(
    binding: resourceProto.RegisterResourceRequest.ResourceHooksBinding | undefined,
): Registration["hooks"] {
    if (!binding) return {};
    return {
        beforeCreate: binding.getBeforeCreateList(),
        afterCreate: binding.getAfterCreateList(),
        beforeUpdate: binding.getBeforeUpdateList(),
        afterUpdate: binding.getAfterUpdateList(),
        beforeDelete: binding.getBeforeDeleteList(),
        afterDelete: binding.getAfterDeleteList(),
        onError: binding.getOnErrorList(),
    };
}

export function timeoutsOf(
    message: resourceProto.RegisterResourceRequest.CustomTimeouts | undefined,
): Timeouts | undefined {
    return (
        message && { create: message.getCreate(), update: message.getUpdate(), delete: message.getDelete() }
    );
}

/** Reads a request; names what it asks for that the rehearsal can't do, so that nothing is passed over in silence. */
export function readRegistration(request: resourceProto.RegisterResourceRequest): Registration {
    const propertyDependencies: Record<string, string[]> = {};
    for (const [property, urns] of request.getPropertydependenciesMap().entries()) {
        propertyDependencies[property] = urns.getUrnsList();
    }
    return {
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        remote: request.getRemote(),
        parent: request.getParent() || undefined,
        inputs: fromStruct(request.getObject()),
        dependencies: request.getDependenciesList(),
        propertyDependencies,
        provider: request.getProvider() || undefined,
        providers: Object.fromEntries(request.getProvidersMap().entries()),
        version: request.getVersion() || undefined,
        packageRef: request.getPackageref() || undefined,
        pluginDownloadURL: request.getPlugindownloadurl() || undefined,
        protect: request.hasProtect() ? request.getProtect() : undefined,
        retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
        deleteBeforeReplace:
            request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
                ? request.getDeletebeforereplace()
                : undefined,
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: [
            ...request.getAliasurnsList().map((urn) => ({ urn })),
            ...aliasesOf(request.getAliasesList()),
        ],
        importId: request.getImportid() || undefined,
        deletedWith: request.getDeletedwith() || undefined,
        replaceWith: request.getReplaceWithList(),
        replacementTrigger: request.getReplacementTrigger()?.toJavaScript() as Value | undefined,
        timeouts: timeoutsOf(request.getCustomtimeouts()),
        hooks: hooksOf(request.getHooks()),
        transforms: request.getTransformsList().map((callback) => ({
            target: callback.getTarget(),
            token: callback.getToken(),
        })),
    };
}
