import * as grpc from "@grpc/grpc-js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Connector } from "../connect.ts";
import { typeOf } from "../engine/urn.ts";
import { fromStruct, toStruct } from "../engine/wire.ts";
import type { Provider } from "../provider.ts";
import { configDiff, detailed, differing } from "./differences.ts";
import { Traffic } from "./traffic.ts";
import type { Properties } from "../values.ts";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024; // the SDK's own limit, runtime/settings.js

export interface Plugin {
    port: number;
    /** Time spent in answering so far. */
    busySeconds(): number;
    close(): void;
}

export interface PluginOptions {
    /** The package's name and version. */
    name: string;
    version: string;
    connector: Connector;
    /** Inputs of what exists before any deployment, by id: what an import finds. */
    existing: Record<string, Properties>;
}

type Call<Request> = grpc.ServerUnaryCall<Request, unknown>;
type Method = grpc.handleUnaryCall<unknown, unknown>;

function answering<Request>(handler: (call: Call<Request>) => unknown): Method {
    return ((call: Call<Request>, callback: grpc.sendUnaryData<unknown>) => {
        try {
            callback(null, handler(call));
        } catch (error) {
            callback({ code: grpc.status.UNKNOWN, details: (error as Error).message });
        }
    }) as unknown as Method;
}

/** The same methods, and the time spent in them: they answer at once, so it is never counted twice. */
function timed(methods: grpc.UntypedServiceImplementation) {
    let milliseconds = 0;
    const entries = Object.entries(methods).map(([name, method]) => {
        const measured = (...call: Parameters<Method>) => {
            const begun = performance.now();
            (method as Method)(...call);
            milliseconds += performance.now() - begun;
        };
        return [name, measured] as const;
    });
    return { methods: Object.fromEntries(entries), busySeconds: () => milliseconds / 1000 };
}

function checked({ inputs, failures }: ReturnType<Provider["check"]>): proto.CheckResponse {
    return new proto.CheckResponse()
        .setInputs(toStruct(inputs))
        .setFailuresList(
            failures.map(({ property, reason }) =>
                new proto.CheckFailure().setProperty(property).setReason(reason),
            ),
        );
}

/** What an existing resource looks like: as the state has it, or as it was said to exist, and as ECS has moved it since. */
function read(
    cloud: Provider,
    request: proto.ReadRequest,
    existing: Record<string, Properties>,
    traffic: Traffic,
) {
    const [urn, id] = [request.getUrn(), request.getId()];
    const type = typeOf(urn);
    const inputs = existing[id] ?? (request.getInputs() ? fromStruct(request.getInputs()) : undefined);
    const from = { ...fromStruct(request.getProperties()), ...inputs };
    const response = new proto.ReadResponse().setId(id);
    response.setProperties(toStruct(traffic.seen(type, id, cloud.read(type, urn, id, from))));
    return inputs ? response.setInputs(toStruct(traffic.seen(type, id, inputs))) : response;
}

/**
 * The methods of one package's plugin. The engine opens a connection of its own for every provider, so the connection
 * tells which provider, and with it which configuration, a request is for.
 */
function methods({ name, version, connector, existing }: PluginOptions): grpc.UntypedServiceImplementation {
    const clouds = new Map<string, Provider>();
    const traffic = new Traffic();
    const cloudOf = (call: Call<unknown>): Provider => {
        const known = clouds.get(call.getPeer());
        if (known) return known;
        const cloud = connector.connect(name, {});
        clouds.set(call.getPeer(), cloud);
        return cloud;
    };
    return {
        attach: answering(() => new empty.Empty()),
        cancel: answering(() => new empty.Empty()),
        getPluginInfo: answering(() => new pluginProto.PluginInfo().setVersion(version)),
        getSchema: answering(() => new proto.GetSchemaResponse().setSchema(JSON.stringify({ name }))),
        checkConfig: answering<proto.CheckRequest>(({ request }) =>
            new proto.CheckResponse().setInputs(request.getNews()),
        ),
        diffConfig: answering<proto.DiffRequest>(({ request }) => configDiff(request)),
        configure: answering<proto.ConfigureRequest>((call) => {
            clouds.set(call.getPeer(), connector.connect(name, fromStruct(call.request.getArgs())));
            return new proto.ConfigureResponse().setSupportspreview(true);
        }),
        check: answering<proto.CheckRequest>((call) => {
            const urn = call.request.getUrn();
            const [news, olds] = [fromStruct(call.request.getNews()), call.request.getOlds()];
            return checked(cloudOf(call).check(typeOf(urn), urn, news, olds && fromStruct(olds)));
        }),
        diff: answering<proto.DiffRequest>((call) => {
            const { request } = call;
            const [old, now] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
            const diff = cloudOf(call).diff(typeOf(request.getUrn()), old, now);
            return detailed(diff, old, now, differing(diff));
        }),
        create: answering<proto.CreateRequest>((call) => {
            const { request } = call;
            const urn = request.getUrn();
            const inputs = fromStruct(request.getProperties());
            const { id, state } = cloudOf(call).create(typeOf(urn), urn, inputs, request.getPreview());
            if (!request.getPreview()) traffic.deployed(typeOf(urn), id, inputs);
            return new proto.CreateResponse().setId(id).setProperties(toStruct(state));
        }),
        update: answering<proto.UpdateRequest>((call) => {
            const { request } = call;
            const urn = request.getUrn();
            const [old, now] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
            const cloud = cloudOf(call);
            const state = cloud.update(typeOf(urn), urn, request.getId(), old, now, request.getPreview());
            if (!request.getPreview()) traffic.deployed(typeOf(urn), request.getId(), now, old);
            return new proto.UpdateResponse().setProperties(toStruct(state));
        }),
        read: answering<proto.ReadRequest>((call) => read(cloudOf(call), call.request, existing, traffic)),
        delete: answering(() => new empty.Empty()),
        invoke: answering<proto.InvokeRequest>((call) => {
            const [token, args] = [call.request.getTok(), fromStruct(call.request.getArgs())];
            const answer = { ...cloudOf(call).invoke(token, args), ...traffic.answer(token, args) };
            return new proto.InvokeResponse().setReturn(toStruct(answer));
        }),
    };
}

/** Serves the simulated cloud of a package as the plugin of that package, for a real engine to attach to. */
export async function servePlugin(options: PluginOptions): Promise<Plugin> {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    const { methods: answers, busySeconds } = timed(methods(options));
    server.addService(services.ResourceProviderService as never, answers);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return { port, busySeconds, close: () => server.forceShutdown() };
}
