import type * as grpc from "@grpc/grpc-js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { unary, type Conversation } from "./conversation.ts";

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** The `Engine` service: the log, the root resource and the version check. */
export function logService(conversation: Conversation): grpc.UntypedServiceImplementation {
    let root = "";
    return {
        log: unary(
            conversation,
            () => undefined,
            async (request: engineProto.LogRequest) => {
                const severity = SEVERITIES[request.getSeverity()] ?? "info";
                conversation.log(severity, request.getMessage(), request.getUrn());
                return new empty.Empty();
            },
        ),
        getRootResource: unary(
            conversation,
            () => undefined,
            async () => new engineProto.GetRootResourceResponse().setUrn(root),
        ),
        setRootResource: unary(
            conversation,
            () => undefined,
            async (request: engineProto.SetRootResourceRequest) => {
                root = request.getUrn();
                return new engineProto.SetRootResourceResponse();
            },
        ),
        requirePulumiVersion: unary(
            conversation,
            () => undefined,
            async () => new engineProto.RequirePulumiVersionResponse(),
        ),
    };
}
