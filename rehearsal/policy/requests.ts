import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Resource } from "../engine/resource.ts";
import { toStruct } from "../engine/wire.ts";
import { mapValue, RESOURCE, signatureOf, type Properties } from "../values.ts";

/** "5m" or "1h30m" in seconds, as the engine hands timeouts to policies. */
export function secondsOf(timeout: string): number {
    const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
    return [...timeout.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
        (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? "s"] ?? 1),
        0,
    );
}

function optionsOf(resource: Resource): proto.AnalyzerResourceOptions {
    const options = new proto.AnalyzerResourceOptions()
        .setProtect(resource.protect)
        .setIgnorechangesList(resource.ignoreChanges)
        .setDeletebeforereplace(resource.deleteBeforeReplace ?? false)
        .setDeletebeforereplacedefined(resource.deleteBeforeReplace !== undefined)
        .setAdditionalsecretoutputsList(resource.additionalSecretOutputs)
        .setAliasesList(resource.aliases)
        .setParent(resource.parent ?? "");
    if (!resource.timeouts) return options;
    return options.setCustomtimeouts(
        new proto.AnalyzerResourceOptions.CustomTimeouts()
            .setCreate(secondsOf(resource.timeouts.create))
            .setUpdate(secondsOf(resource.timeouts.update))
            .setDelete(secondsOf(resource.timeouts.delete)),
    );
}

/** As the engine hands them to packs, which know no references: each as its resource's id, or its URN where it has none. */
function judged(properties: Properties) {
    const plain = mapValue(properties, (part) => {
        if (signatureOf(part) !== RESOURCE) return part;
        const { id, urn } = part as Properties;
        return id ?? urn ?? null;
    });
    return toStruct(plain as Properties);
}

function providerMessage(provider: Resource | undefined): proto.AnalyzerProviderResource | undefined {
    return (
        provider &&
        new proto.AnalyzerProviderResource()
            .setType(provider.type)
            .setUrn(provider.urn)
            .setName(provider.name)
            .setProperties(toStruct(provider.inputs))
    );
}

/** A resource as a pack is asked about it. */
export function requestOf(resource: Resource, provider: Resource | undefined): proto.AnalyzeRequest {
    return new proto.AnalyzeRequest()
        .setType(resource.type)
        .setUrn(resource.urn)
        .setName(resource.name)
        .setProperties(judged(resource.inputs))
        .setOptions(optionsOf(resource))
        .setProvider(providerMessage(provider));
}

/** All resources together, as a pack is asked about them. */
export function stackRequest(
    resources: Resource[],
    providerOf: (resource: Resource) => Resource | undefined,
) {
    return new proto.AnalyzeStackRequest().setResourcesList(
        resources.map((resource) => {
            const message = new proto.AnalyzerResource()
                .setType(resource.type)
                .setUrn(resource.urn)
                .setName(resource.name)
                .setProperties(judged(resource.outputs))
                .setOptions(optionsOf(resource))
                .setProvider(providerMessage(providerOf(resource)))
                .setParent(resource.parent ?? "")
                .setDependenciesList(resource.dependencies);
            for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
                const dependencies = new proto.AnalyzerPropertyDependencies().setUrnsList(urns);
                message.getPropertydependenciesMap().set(key, dependencies);
            }
            return message;
        }),
    );
}
