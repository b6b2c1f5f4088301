import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { finished } from "node:stream";
import { isPassing } from "./database.ts";
import { fault, log } from "./log.ts";
import { served } from "../images/collector/spans.ts";

interface Call extends Pick<IncomingMessage, "headers"> {
    /** What the path has for each `{…}`. */
    params: string[];
    correlationId: string;
    json(): Promise<unknown>;
}

export type Answer = { status: number; body: object; headers?: Record<string, string> };

/** By method and path, such as "GET /orders/{id}". */
export type Routes = Record<string, (call: Call) => Promise<Answer>>;

/** An answer that says no. */
export class Refusal extends Error {
    readonly answer: Omit<Answer, "body">;

    constructor(status: number, message: string, headers: Record<string, string> = {}) {
        super(message);
        this.answer = { status, headers };
    }
}

const MOST_BYTES = 64 * 1024;
const fixed = { "content-type": "application/json", "cache-control": "no-store" };

export function listen(port: number, routes: Routes): Server {
    // Milliseconds.
    const limits = { headersTimeout: 15_000, requestTimeout: 30_000 };
    return createServer(limits, (request, response) => void serve(routes, request, response)).listen(port);
}

async function serve(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [begun, { method, headers, url = "" }] = [performance.now(), request];
    const ids = [headers["x-correlation-id"], headers["x-amzn-trace-id"]].flat();
    const correlationId = ids.find((id) => /^[\w.:;=-]{1,128}$/.test(id ?? "")) ?? randomUUID();
    const found = matching(routes, url.split("?", 1)[0] ?? "");
    const call = { headers, correlationId, json: () => read(request) };
    const asked = { correlationId, method, path: found[0]?.path };
    const answering = () => answerOf(found, method, call).catch((error) => refused(error, correlationId));
    const { traceId, status, ...answer } = await served(asked, headers["x-amzn-trace-id"], answering);
    const lasted = () => ({ milliseconds: Math.round(performance.now() - begun) });
    // Also if the client did not wait for it, and is gone.
    finished(response, () => log("info", "request", { ...asked, traceId, status, ...lasted() }));
    // The rest of a body that was not read is dropped, so that the client gets to read the answer.
    request.resume();
    const own = { ...fixed, "x-correlation-id": correlationId, ...answer.headers };
    response.writeHead(status, own).end(JSON.stringify(answer.body));
}

async function answerOf(found: ReturnType<typeof matching>, method = "", call: Omit<Call, "params">) {
    // RFC 9110, section 9.1: who has GET has HEAD, of which Node sends no body.
    const one = found.find(({ verb }) => verb === (method === "HEAD" ? "GET" : method));
    if (one) return one.route({ ...call, params: one.params });
    const allow = found.map(({ verb }) => verb).join(", ");
    throw allow ? new Refusal(405, `Use ${allow}.`, { allow }) : new Refusal(404, "There is nothing here.");
}

function matching(routes: Routes, asked: string) {
    return Object.entries(routes).flatMap(([name, route]) => {
        const [verb = "", path = ""] = name.split(" ");
        const params = new RegExp(`^${path.replace(/\{\w+\}/g, "([^/]+)")}$`).exec(asked)?.slice(1);
        return params ? [{ verb, path, params, route }] : [];
    });
}

function refused(error: Error, correlationId: string): Answer {
    const body = (text: string) => ({ body: { error: text, correlationId } });
    if (error instanceof Refusal) return { ...error.answer, ...body(error.message) };
    fault("request failed", error, { correlationId });
    if (isPassing(error)) return { status: 503, ...body("Try again in a moment.") };
    return { status: 500, ...body("It is not your fault.") };
}

async function read(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
        for await (const chunk of request.iterator({ destroyOnReturn: false })) {
            chunks.push(chunk);
            if ((bytes += chunk.length) > MOST_BYTES) throw new Refusal(413, `At most ${MOST_BYTES} bytes.`);
        }
        return JSON.parse(Buffer.concat(chunks).toString());
    } catch (error) {
        // Nor is one that broke off: nobody has to mend that a client went away.
        throw error instanceof Refusal ? error : new Refusal(400, "The body is no JSON.");
    }
}
