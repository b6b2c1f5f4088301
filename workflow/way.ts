import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";
import { isIP } from "node:net";

/** Where the app is, and who it has to prove to be. */
export interface Target {
    /** https:// with a host and a port; http:// for an app on this machine. What is after them does not count. */
    url: string;
    /** The name that users know it by: in TLS (SNI), on its certificate, and in Host. @default the host of `url` */
    serverName?: string;
    /** Sent with every request, whatever the step says: what leads to one of several versions. */
    headers?: Record<string, string>;
    /** Certificates of authorities to trust instead of Node's own. */
    ca?: string;
}

/** A way to the app, with connections that are kept open. */
export interface Way {
    ask(asked: Asked, limits: Limits): Promise<Answer>;
    close(): void;
}

export interface Asked {
    method: string;
    /** Path and query as they are sent. */
    path: string;
    headers: Record<string, string>;
    body?: string;
}

export interface Limits {
    /** To find, reach and greet the server: what takes longer is the way's fault, not the app's. */
    connectSeconds: number;
    /** From the connection to the end of the answer. */
    answerSeconds: number;
    bodyBytes: number;
}

export interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    body: string;
    /** From the connection to the end of the answer: what the app took. */
    milliseconds: number;
}

/** There is no whole answer. */
export class NoAnswer extends Error {
    /** True where the app may never have been asked: the request did not get through. */
    readonly isOnTheWay: boolean;
    readonly status?: number;

    constructor(message: string, at: { isOnTheWay: boolean; status?: number }) {
        super(message);
        this.isOnTheWay = at.isOnTheWay;
        this.status = at.status;
    }
}

/** What goes wrong between two machines, and may go right a moment later. A certificate that is wrong stays wrong. */
const TRANSPORT = [
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
    ...["EAI_AGAIN", "ENOTFOUND"],
];

export function wayTo({ url, serverName, headers: always, ca }: Target): Way {
    const { protocol, hostname, port } = new URL(url);
    const client = protocol === "https:" ? https : http;
    // Without the brackets in which a URL has an address of IPv6.
    const host = hostname.replace(/^\[|\]$/g, "");
    const name = serverName ?? hostname;
    const agent = new client.Agent({ keepAlive: true, ca });
    // TLS knows no addresses (RFC 6066, section 3): without a name, the certificate has to be the host's.
    const servername = isIP(name) === 0 ? name : undefined;
    const fixed = { agent, protocol, host, port, servername };
    const ask = (asked: Asked, limits: Limits) =>
        new Promise<Answer>((resolve, reject) => {
            const headers = { ...asked.headers, ...always, ...lengthOf(asked), host: name };
            const request = client.request({ ...fixed, method: asked.method, path: asked.path, headers });
            let left: number | undefined;
            let status: number | undefined;
            const timers: NodeJS.Timeout[] = [];
            const end = () => timers.forEach(clearTimeout);
            const fail = (message: string, isOnTheWay: boolean) => {
                end();
                request.destroy();
                reject(new NoAnswer(message, { isOnTheWay, status }));
            };
            const after = (seconds: number, message: string) =>
                timers.push(setTimeout(() => fail(message, left === undefined), seconds * 1000));
            const leave = () => {
                end();
                left = performance.now();
                after(limits.answerSeconds, `no whole answer within ${limits.answerSeconds} s`);
            };
            after(limits.connectSeconds, `no connection within ${limits.connectSeconds} s`);
            request.on("socket", (socket) => {
                if (request.reusedSocket) leave();
                else socket.once(client === https ? "secureConnect" : "connect", leave);
            });
            request.on("error", (error: NodeJS.ErrnoException) => {
                const isTransport = TRANSPORT.includes(error.code ?? "");
                fail(error.message || String(error.code), isTransport && status === undefined);
            });
            request.on("response", (response) => {
                status = response.statusCode ?? 0;
                const chunks: Buffer[] = [];
                let size = 0;
                response.on("error", (error) => fail(`the answer broke off: ${error.message}`, false));
                response.on("data", (chunk: Buffer) => {
                    size += chunk.length;
                    if (size > limits.bodyBytes) fail(`more than ${limits.bodyBytes} bytes`, false);
                    else chunks.push(chunk);
                });
                response.on("end", () => {
                    end();
                    const milliseconds = Math.round(performance.now() - (left ?? 0));
                    const body = Buffer.concat(chunks).toString("utf8");
                    resolve({ status: status!, headers: response.headers, body, milliseconds });
                });
            });
            request.end(asked.body);
        });
    return { ask, close: () => agent.destroy() };
}

function lengthOf({ method, body }: Asked): Record<string, string> {
    if (body !== undefined) return { "content-length": String(Buffer.byteLength(body)) };
    // A server may wait for the body of these until it is told that there is none (RFC 9110, section 8.6).
    return ["POST", "PUT", "PATCH"].includes(method) ? { "content-length": "0" } : {};
}
