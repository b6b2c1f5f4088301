import type * as grpc from "@grpc/grpc-js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { Refusal, unary, type Conversation, type Handler } from "./conversation.ts";
import type { Engine } from "./engine.ts";
import { invoke, read } from "./functions.ts";
import { readRegistration } from "./registration.ts";
import { fromStruct, toStruct } from "./wire.ts";

/** What the installed SDK may ask for. `stateMigrations` and byte strings are newer than it. */
const FEATURES = new Set([
    "secrets",
    "resourceReferences",
    "outputValues",
    "aliasSpecs",
    "deletedWith",
    "replaceWith",
    "transforms",
    "invokeTransforms",
    "parameterization",
    "resourceHooks",
    "errorHooks",
]);
/** The `ResourceMonitor` service: all that a program asks of the deployment engine. */
export function monitor(engine: Engine, conversation: Conversation): grpc.UntypedServiceImplementation {
    const on = <Request, Response>(what: string, handler: Handler<Request, Response>) =>
        unary<Request, Response>(conversation, () => what, handler);
    return {
        supportsFeature: on("supportsFeature", async (request: proto.SupportsFeatureRequest) =>
            new proto.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
        ),
        registerResource: unary(
            conversation,
            (request: proto.RegisterResourceRequest) => `${request.getType()} "${request.getName()}"`,
            async (request) => {
                const resource = await engine.register(readRegistration(request));
                const local = !request.getCustom() && !request.getRemote();
                const response = new proto.RegisterResourceResponse()
                    .setUrn(resource.urn)
                    .setId(resource.id ?? "")
                    .setObject(toStruct(local ? {} : (resource.state ?? resource.outputs)));
                const { PropertyDependencies } = proto.RegisterResourceResponse;
                for (const [key, urns] of Object.entries(resource.outputDependencies ?? {})) {
                    response
                        .getPropertydependenciesMap()
                        .set(key, new PropertyDependencies().setUrnsList(urns));
                }
                return response;
            },
        ),
        registerResourceOutputs: on("outputs", async (request: proto.RegisterResourceOutputsRequest) => {
            engine.setOutputs(request.getUrn(), fromStruct(request.getOutputs()));
            return new empty.Empty();
        }),
        readResource: on("a resource to read", async (request: proto.ReadResourceRequest) => {
            const resource = await read(engine, {
                type: request.getType(),
                name: request.getName(),
                id: request.getId(),
                parent: request.getParent() || undefined,
                inputs: fromStruct(request.getProperties()),
                dependencies: request.getDependenciesList(),
                additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
                provider: request.getProvider() || undefined,
                version: request.getVersion() || undefined,
                pluginDownloadURL: request.getPlugindownloadurl() || undefined,
                packageRef: request.getPackageref() || undefined,
            });
            return new proto.ReadResourceResponse()
                .setUrn(resource.urn)
                .setProperties(toStruct(resource.outputs));
        }),
        invoke: on("a function", async (request: proto.ResourceInvokeRequest) => {
            const choice = {
                provider: request.getProvider() || undefined,
                version: request.getVersion() || undefined,
                pluginDownloadURL: request.getPlugindownloadurl() || undefined,
                packageRef: request.getPackageref() || undefined,
            };
            const result = await invoke(
                engine,
                request.getTok(),
                fromStruct(request.getArgs()),
                choice,
            ).catch((error: Error) => Promise.reject(new Refusal(error.message)));
            return new providerProto.InvokeResponse().setReturn(result && toStruct(result));
        }),
        registerStackTransform: on("a transform", async (request) => {
            engine.stackTransforms.push(callbackOf(request as never));
            return new empty.Empty();
        }),
        registerStackInvokeTransform: on("a transform of functions", async (request) => {
            engine.invokeTransforms.push(callbackOf(request as never));
            return new empty.Empty();
        }),
        registerResourceHook: on("a hook", async (request: proto.RegisterResourceHookRequest) => {
            const callback = request.getCallback();
            if (!callback) throw new Error(`Resource hook "${request.getName()}" has no callback.`);
            engine.hooks.add(request.getName(), {
                callback: callbackOf(callback),
                onDryRun: request.getOnDryRun(),
            });
            return new empty.Empty();
        }),
        // Nothing fails in the simulated cloud, so an error hook is registered and never called.
        registerErrorHook: on("an error hook", async () => new empty.Empty()),
        registerPackage: on("a package", async (request: proto.RegisterPackageRequest) => {
            const parameters = request.getParameterization();
            const ref = engine.providers.addPackage({
                name: parameters?.getName() || request.getName(),
                version: parameters?.getVersion() || request.getVersion() || undefined,
                pluginDownloadURL: request.getDownloadUrl() || undefined,
            });
            return new proto.RegisterPackageResponse().setRef(ref);
        }),
        signalAndWaitForShutdown: on("the end", async () => {
            await conversation.finished();
            return new empty.Empty();
        }),
        call: on("a method", async (request: proto.ResourceCallRequest) => {
            throw new Error(
                `The rehearsal can't call ${request.getTok()}: a resource's method runs in its plugin.`,
            );
        }),
        getDeploymentInfo: on("deployment info", async () => {
            throw new Error(
                "The rehearsal does not support getDeploymentInfo: no SDK for Node.js asks for it.",
            );
        }),
    };
}

function callbackOf(callback: { getTarget(): string; getToken(): string }) {
    return { target: callback.getTarget(), token: callback.getToken() };
}
