import aliasProto from "@pulumi/pulumi/proto/alias_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import type { Callbacks } from "./callbacks.ts";
import {
    aliasesOf,
    hooksOf,
    timeoutsOf,
    type Callback,
    type HookPoint,
    type Registration,
} from "./registration.ts";
import { fromStruct, toStruct } from "./wire.ts";
import {
    OUTPUT,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    isObject,
    signatureOf,
    someValue,
    withoutOutputs,
} from "../values.ts";
import type { Properties, Value } from "../values.ts";

type Options = proto.TransformResourceOptions;

function aliasMessages(aliases: Registration["aliases"]): aliasProto.Alias[] {
    return aliases.map((alias) => {
        if (alias.urn) return new aliasProto.Alias().setUrn(alias.urn);
        const spec = new aliasProto.Alias.Spec()
            .setName(alias.name ?? "")
            .setType(alias.type ?? "")
            .setStack(alias.stack ?? "")
            .setProject(alias.project ?? "");
        if (alias.parentUrn) spec.setParenturn(alias.parentUrn);
        if (alias.noParent) spec.setNoparent(true);
        return new aliasProto.Alias().setSpec(spec);
    });
}

function hooksMessage(hooks: Registration["hooks"]): proto.RegisterResourceRequest.ResourceHooksBinding {
    const list = (point: HookPoint) => hooks[point] ?? [];
    return new proto.RegisterResourceRequest.ResourceHooksBinding()
        .setBeforeCreateList(list("beforeCreate"))
        .setAfterCreateList(list("afterCreate"))
        .setBeforeUpdateList(list("beforeUpdate"))
        .setAfterUpdateList(list("afterUpdate"))
        .setBeforeDeleteList(list("beforeDelete"))
        .setAfterDeleteList(list("afterDelete"))
        .setOnErrorList(list("onError"));
}

function writeOptions(registration: Registration): Options {
    const options = new proto.TransformResourceOptions()
        .setDependsOnList(registration.dependencies)
        .setIgnoreChangesList(registration.ignoreChanges)
        .setReplaceOnChangesList(registration.replaceOnChanges)
        .setVersion(registration.version ?? "")
        .setAliasesList(aliasMessages(registration.aliases))
        .setProvider(registration.provider ?? "")
        .setPluginDownloadUrl(registration.pluginDownloadURL ?? "")
        .setDeletedWith(registration.deletedWith ?? "")
        .setReplaceWithList(registration.replaceWith)
        .setAdditionalSecretOutputsList(registration.additionalSecretOutputs)
        .setImport(registration.importId ?? "")
        .setHooks(hooksMessage(registration.hooks));
    if (registration.protect !== undefined) options.setProtect(registration.protect);
    if (registration.retainOnDelete !== undefined) options.setRetainOnDelete(registration.retainOnDelete);
    if (registration.deleteBeforeReplace !== undefined) {
        options.setDeleteBeforeReplace(registration.deleteBeforeReplace);
    }
    if (registration.timeouts) {
        options.setCustomTimeouts(
            new proto.RegisterResourceRequest.CustomTimeouts()
                .setCreate(registration.timeouts.create)
                .setUpdate(registration.timeouts.update)
                .setDelete(registration.timeouts.delete),
        );
    }
    for (const [name, ref] of Object.entries(registration.providers))
        options.getProvidersMap().set(name, ref);
    return options;
}

function readOptions(options: Options): Partial<Registration> {
    return {
        dependencies: options.getDependsOnList(),
        ignoreChanges: options.getIgnoreChangesList(),
        replaceOnChanges: options.getReplaceOnChangesList(),
        version: options.getVersion() || undefined,
        aliases: aliasesOf(options.getAliasesList()),
        provider: options.getProvider() || undefined,
        providers: Object.fromEntries(options.getProvidersMap().entries()),
        pluginDownloadURL: options.getPluginDownloadUrl() || undefined,
        deletedWith: options.getDeletedWith() || undefined,
        replaceWith: options.getReplaceWithList(),
        additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
        importId: options.getImport() || undefined,
        protect: options.hasProtect() ? options.getProtect() : undefined,
        retainOnDelete: options.hasRetainOnDelete() ? options.getRetainOnDelete() : undefined,
        deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
        timeouts: timeoutsOf(options.getCustomTimeouts()),
        hooks: hooksOf(options.getHooks()),
    };
}

/** A property that depends on resources, as an output value that says on which: a transform must see them to keep them. */
function asOutput(value: Value, dependencies: string[]): Value {
    if (dependencies.length === 0) return value;
    if (signatureOf(value) === OUTPUT) return { ...(value as Properties), dependencies };
    if (value === UNKNOWN) return { [SIGNATURE]: OUTPUT, dependencies };
    if (signatureOf(value) !== SECRET) return { [SIGNATURE]: OUTPUT, value, dependencies };
    const output: Properties = { [SIGNATURE]: OUTPUT, secret: true, dependencies };
    const inner = (value as Properties).value ?? null;
    if (inner !== UNKNOWN) output.value = inner;
    return output;
}

/** URNs that the output values inside a property name. */
function dependenciesIn(value: Value): string[] {
    const found = new Set<string>();
    someValue(value, (part) => {
        if (isObject(part) && part[SIGNATURE] === OUTPUT && Array.isArray(part.dependencies)) {
            for (const urn of part.dependencies) found.add(String(urn));
        }
        return false;
    });
    return [...found];
}

/** Runs transforms over a registration, innermost first, each seeing what the one before it made. */
export async function transformed(
    registration: Registration,
    transforms: Callback[],
    callbacks: Callbacks,
): Promise<Registration> {
    if (transforms.length === 0) return registration;
    const tracked = registration.transforms.length > 0;
    const result: Registration = { ...registration };
    if (tracked) {
        result.inputs = Object.fromEntries(
            Object.entries(registration.inputs).map(([key, value]) => [
                key,
                asOutput(value, registration.propertyDependencies[key] ?? []),
            ]),
        );
    }
    for (const transform of transforms) {
        const request = new proto.TransformRequest()
            .setType(result.type)
            .setName(result.name)
            .setCustom(result.custom)
            .setParent(result.parent ?? "")
            .setProperties(toStruct(result.inputs))
            .setOptions(writeOptions(result));
        const bytes = await callbacks.call(transform, request.serializeBinary());
        const response = proto.TransformResponse.deserializeBinary(bytes);
        if (response.getProperties()) result.inputs = fromStruct(response.getProperties());
        const options = response.getOptions();
        if (options) Object.assign(result, readOptions(options));
    }
    const found = Object.entries(result.inputs).map(([key, value]) => [key, dependenciesIn(value)] as const);
    if (tracked) {
        result.propertyDependencies = Object.fromEntries(found);
        result.dependencies = [...new Set([...result.dependencies, ...found.flatMap(([, urns]) => urns)])];
    } else {
        result.propertyDependencies = { ...registration.propertyDependencies };
        for (const [key, urns] of found) {
            result.propertyDependencies[key] = [
                ...new Set([...(result.propertyDependencies[key] ?? []), ...urns]),
            ];
        }
    }
    return result.remote ? result : { ...result, inputs: withoutOutputs(result.inputs) };
}
