import { request as ask, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Headers } from "./headers.ts";
import type { Rendered, StoredFile } from "./policy.ts";

export interface Answer {
    status: number;
    headers: Headers;
    body: Buffer;
}

/** Are about one connection, and go no further. */
const hops = [
    "connection",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/** What an origin is asked, and where a body comes from. */
export interface OriginRequest {
    method: string;
    path: string;
    headers: Record<string, string | string[]>;
    body?: IncomingMessage;
}

/**
 * Of a request, what its behavior lets through to the origin, and what CloudFront adds to each (Developer Guide, "Control
 * origin requests with a policy", and "HTTP request headers and CloudFront behavior").
 */
export function forwarded(request: IncomingMessage, { cache, forwarded, origin }: Rendered): OriginRequest {
    const { headersConfig: which, cookiesConfig, queryStringsConfig } = forwarded;
    const key = cache.parametersInCacheKeyAndForwardedToOrigin;
    const listed = which.headerBehavior === "whitelist" ? which.headers.items : [];
    const names = new Set(["content-length", "content-type", ...listed.map((name) => name.toLowerCase())]);
    const isAll = which.headerBehavior === "allViewer";
    const passes = (name: string) =>
        !hops.includes(name) &&
        (name === "cookie" ? cookiesConfig.cookieBehavior === "all" : isAll || names.has(name));
    const sent = Object.entries(request.headers).filter(([name]) => passes(name));
    const encodings = [
        ...(key.enableAcceptEncodingBrotli ? ["br"] : []),
        ...(key.enableAcceptEncodingGzip ? ["gzip"] : []),
    ];
    const [path = "/", query] = request.url!.split(/\?(.*)/s);
    const asks = [key.queryStringsConfig, queryStringsConfig].some(
        (one) => one.queryStringBehavior === "all",
    );
    const hasBody = !["GET", "HEAD"].includes(request.method!);
    return {
        method: request.method!,
        path: asks && query !== undefined ? `${path}?${query}` : path,
        headers: {
            ...{ host: origin.domainName, "user-agent": "Amazon CloudFront" },
            ...Object.fromEntries(sent as [string, string][]),
            ...(encodings.length > 0 && { "accept-encoding": encodings.join(",") }),
            ...(hasBody && request.headers["transfer-encoding"] && { "transfer-encoding": "chunked" }),
            "x-forwarded-for": request.socket.remoteAddress!,
        },
        ...(hasBody && { body: request }),
    };
}

/** What the application answers; where nobody listens, CloudFront answers 502 itself. */
export function askApp(port: number, { method, path, headers, body }: OriginRequest): Promise<Answer> {
    return new Promise((resolve) => {
        const asked = ask({ host: "127.0.0.1", port, method, path, headers, agent: false });
        asked.on("error", () => resolve({ status: 502, headers: {}, body: Buffer.from("Bad gateway") }));
        asked.on("response", (response) => {
            const kept = Object.entries(response.headers).filter(([name]) => !hops.includes(name));
            void buffer(response).then((text) =>
                resolve({
                    ...{ status: response.statusCode!, body: text },
                    headers: Object.fromEntries(kept as [string, string | string[]][]),
                }),
            );
        });
        if (body) body.pipe(asked);
        else asked.end();
    });
}

/** What S3 answers who may read objects, and not list them. */
export function askBucket(files: StoredFile[], path: string): Answer {
    const found = files.find(({ key }) => `/${key}` === path);
    if (!found) return { status: 403, headers: {}, body: Buffer.from("AccessDenied") };
    return {
        status: 200,
        headers: { "content-type": found.contentType, "cache-control": found.cacheControl },
        body: Buffer.from(found.content),
    };
}
