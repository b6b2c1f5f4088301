import * as grpc from "@grpc/grpc-js";
import callbackServices from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import callbackProto from "@pulumi/pulumi/proto/callback_pb.js";
import type { Callback } from "./registration.ts";

/** Calls functions that live in the program's process: its transforms and its hooks. */
export class Callbacks {
    private readonly clients = new Map<string, callbackServices.CallbacksClient>();

    call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
        const message = new callbackProto.CallbackInvokeRequest()
            .setToken(callback.token)
            .setRequest(request);
        return new Promise((resolve, reject) => {
            this.client(callback.target).invoke(message, (error, response) => {
                if (error) reject(new Error(error.details || error.message));
                else resolve(response.getResponse_asU8());
            });
        });
    }

    close(): void {
        for (const client of this.clients.values()) client.close();
    }

    private client(target: string): callbackServices.CallbacksClient {
        let client = this.clients.get(target);
        if (!client) {
            client = new callbackServices.CallbacksClient(target, grpc.credentials.createInsecure());
            this.clients.set(target, client);
        }
        return client;
    }
}
