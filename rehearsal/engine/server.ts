import * as grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import services from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type { Door } from "../door.ts";
import type { Conversation } from "./conversation.ts";
import type { Engine } from "./engine.ts";
import { logService } from "./log-service.ts";
import { monitor } from "./monitor.ts";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024; // the SDK's own limit, runtime/settings.js

/** Serves the two services that a program talks to, to whoever is at the door; returns what ends it. */
export function serve(engine: Engine, conversation: Conversation, door: Door): () => void {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
        "grpc.enable_channelz": 0,
    });
    server.addService(services.ResourceMonitorService as never, monitor(engine, conversation));
    server.addService(engineServices.EngineService as never, logService(conversation));
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    door.open((socket) => {
        injector.injectConnection(socket);
        socket.resume();
    });
    return () => {
        door.close();
        injector.destroy();
        server.forceShutdown();
    };
}
