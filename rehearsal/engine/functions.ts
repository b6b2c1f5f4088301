import proto from "@pulumi/pulumi/proto/resource_pb.js";
import { hasUnknown, plain, withoutOutputs, type Properties } from "../values.ts";
import type { Engine } from "./engine.ts";
import type { Registration } from "./registration.ts";
import type { Resource } from "./resource.ts";
import { isProviderType, packageOf, urnOf } from "./urn.ts";
import { fromStruct, toStruct } from "./wire.ts";

type ProviderChoice = Pick<
    Registration,
    "version" | "pluginDownloadURL" | "packageRef" | "provider" | "parent"
>;

/** Answers a function call (`aws.getRegion()`); `undefined` while its arguments are not known. */
export async function invoke(
    engine: Engine,
    token: string,
    args: Properties,
    choice: ProviderChoice,
): Promise<Properties | undefined> {
    if (token === "pulumi:pulumi:getResource") {
        await engine.providers.resolve("pulumi", choice);
        return getResource(engine, String(args.urn));
    }
    let request = new proto.TransformInvokeRequest()
        .setToken(token)
        .setArgs(toStruct(args))
        .setOptions(
            new proto.TransformInvokeOptions()
                .setProvider(choice.provider ?? "")
                .setVersion(choice.version ?? "")
                .setPluginDownloadUrl(choice.pluginDownloadURL ?? ""),
        );
    for (const transform of engine.invokeTransforms) {
        const bytes = await engine.callbacks.call(transform, request.serializeBinary());
        const response = proto.TransformInvokeResponse.deserializeBinary(bytes);
        if (response.getArgs()) request = request.setArgs(response.getArgs());
        if (response.getOptions()) request = request.setOptions(response.getOptions());
    }
    const finalArgs = withoutOutputs(fromStruct(request.getArgs()));
    if (hasUnknown(finalArgs)) return undefined;
    const options = request.getOptions();
    const reference = await engine.providers.resolve(packageOf(token), {
        ...choice,
        provider: options?.getProvider() || undefined,
        version: options?.getVersion() || undefined,
    });
    return engine.providers.cloud(reference).invoke(token, plain(finalArgs));
}

/** Reads a resource by its URN: that is how the SDK opens a reference to a resource. */
function getResource(engine: Engine, urn: string): Properties {
    const resource = engine.resources.get(urn);
    if (!resource) throw new Error(`unknown resource ${urn}`);
    return { urn, id: resource.id ?? "", state: resource.outputs };
}

export interface Read extends ProviderChoice {
    type: string;
    name: string;
    id: string;
    inputs: Properties;
    dependencies: string[];
    additionalSecretOutputs: string[];
}

/** Takes up a resource that someone else manages (`aws.s3.Bucket.get`), or another stack's outputs. */
export async function read(engine: Engine, request: Read): Promise<Resource> {
    if (isProviderType(request.type)) throw new Error(`A provider can't be read: ${request.name}.`);
    const urn = urnOf(engine.options, request.parent, request.type, request.name);
    const resource: Resource = {
        urn,
        type: request.type,
        name: request.name,
        custom: true,
        external: true,
        id: request.id,
        inputs: request.inputs,
        outputs: {},
        parent: request.parent,
        dependencies: request.dependencies,
        propertyDependencies: {},
        protect: false,
        retainOnDelete: false,
        aliases: [],
        ignoreChanges: [],
        additionalSecretOutputs: request.additionalSecretOutputs,
        replaceOnChanges: [],
        replaceWith: [],
        hooks: {},
        operation: "read",
    };
    if (request.type === "pulumi:pulumi:StackReference") {
        resource.provider = await engine.providers.resolve("pulumi", request);
        resource.outputs = engine.options.stackOutputs(String(plain(request.inputs).name ?? request.id));
    } else {
        resource.provider = await engine.providers.resolve(packageOf(request.type), request);
        const cloud = engine.providers.cloud(resource.provider);
        resource.outputs = cloud.read(request.type, urn, request.id, plain(request.inputs));
    }
    engine.add(resource);
    return resource;
}
