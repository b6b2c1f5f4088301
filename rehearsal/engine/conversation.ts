import * as grpc from "@grpc/grpc-js";

/** What the program says while it runs, and how it hears of an end. */
export interface Conversation {
    log(severity: "debug" | "info" | "warning" | "error", message: string, urn: string): void;
    /** The program has registered all it has; resolves when the deployment is finished. */
    finished(): Promise<void>;
    /** A request that can't be carried out: the deployment is over. */
    failed(error: Error): void;
    /** A request came in; the function that it returns marks its end. */
    busy(what: string): () => void;
}

/** An error that the program may handle itself, as it may a function that finds nothing. */
export class Refusal extends Error {}

export type Handler<Request, Response> = (request: Request) => Promise<Response>;

/** Wraps an async function as a gRPC handler that tells the conversation what is under way and what failed. */
export function unary<Request, Response>(
    conversation: Conversation,
    /** What is under way, for the message of a program that is stuck; nothing for what does not count. */
    what: (request: Request) => string | undefined,
    handler: Handler<Request, Response>,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        const task = what(call.request);
        const done = task === undefined ? () => undefined : conversation.busy(task);
        handler(call.request).then(
            (response) => {
                done();
                callback(null, response);
            },
            (error: Error) => {
                done();
                if (!(error instanceof Refusal)) conversation.failed(error);
                callback({ code: grpc.status.UNKNOWN, details: error.message });
            },
        );
    };
}
