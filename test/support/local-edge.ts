import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { EdgeCache, keptFor } from "./local-edge/cache.ts";
import { firewallOf } from "./local-edge/firewall.ts";
import { headersOf } from "./local-edge/headers.ts";
import { askApp, askBucket, forwarded, type Answer, type OriginRequest } from "./local-edge/origin.ts";
import { policyOf, type Rendered } from "./local-edge/policy.ts";
import type { Graph } from "./local-edge/registered.ts";

interface EdgeOptions {
    tls: { key: Buffer; cert: Buffer };
    /** Port of the loopback where the application listens. */
    appPort: number;
    /** Seconds. */
    now: () => number;
}

/** A CloudFront of the loopback: all that it does is in the resources that a program registered. */
export interface LocalEdge {
    httpPort: number;
    httpsPort: number;
    /** The name that users call. */
    name: string;
    /** Paths that were asked for without TLS. */
    plain: string[];
    /** As at an edge that nobody has asked yet. */
    forget(): void;
    stop(): void;
}

export async function startEdge(graph: Graph, { tls, appPort, now }: EdgeOptions): Promise<LocalEdge> {
    const { made, files, behaviors, behaviorFor } = policyOf(graph);
    const stops = firewallOf(graph, made.webAclId);
    const adding = new Map(
        behaviors.map(({ responseHeadersPolicyId: id }) => [id, headersOf(graph, id)] as const),
    );
    const errors = new Map(made.customErrorResponses.map((one) => [one.errorCode, one]));
    const errorTtls = new Map(
        made.customErrorResponses.map((one) => [one.errorCode, one.errorCachingMinTtl ?? 10]),
    );
    const cache = new EdgeCache(now);

    /** From the cache, or from the origin and, if it may be, into the cache. */
    async function fetched(behavior: Rendered, asked: OriginRequest): Promise<Answer> {
        const { queryStringsConfig } = behavior.cache.parametersInCacheKeyAndForwardedToOrigin;
        const [path = "/"] = asked.path.split("?");
        const isByQuery = queryStringsConfig.queryStringBehavior === "all";
        // Encodings are a part of the key as well; all who ask here send the same.
        const key = `${asked.method} ${isByQuery ? asked.path : path}`;
        const isCached = behavior.cachedMethods.includes(asked.method);
        const found = isCached ? cache.find(key) : undefined;
        if (found) return { ...found, headers: { ...found.headers, "x-cache": "Hit from cloudfront" } };
        const answer = behavior.origin.originAccessControlId
            ? askBucket(files, path)
            : await askApp(appPort, asked);
        if (isCached) cache.keep(key, answer, keptFor(answer, behavior.cache, errorTtls));
        return { ...answer, headers: { ...answer.headers, "x-cache": "Miss from cloudfront" } };
    }

    /** CloudFront Developer Guide, "Generate custom error responses": by the behavior of the page's own path. */
    async function withErrorPage(answer: Answer): Promise<Answer> {
        const error = errors.get(answer.status);
        if (!error?.responsePagePath) return answer;
        const page = await fetched(behaviorFor(error.responsePagePath), {
            ...{ method: "GET", path: error.responsePagePath, headers: {} },
        });
        // Where the page isn't there either, they see that.
        return page.status < 400 ? { ...page, status: error.responseCode ?? answer.status } : page;
    }

    async function answered(request: IncomingMessage, isSecure: boolean): Promise<Answer> {
        const stop = stops(request);
        if (stop) return { ...stop, body: Buffer.alloc(0) };
        const { host = "" } = request.headers;
        const method = request.method!;
        if (!isSecure) {
            // CloudFront Developer Guide, "Require HTTPS for communication between viewers and CloudFront".
            const status = ["GET", "HEAD"].includes(method) ? 301 : 307;
            return { status, headers: { location: `https://${host}${request.url!}` }, body: Buffer.alloc(0) };
        }
        const behavior = behaviorFor(new URL(`http://edge${request.url!}`).pathname);
        const isAllowed = behavior.allowedMethods.includes(method);
        const answer = isAllowed
            ? await withErrorPage(await fetched(behavior, forwarded(request, behavior)))
            : { status: 403, headers: {}, body: Buffer.from("Not configured to allow this method") };
        return { ...answer, headers: adding.get(behavior.responseHeadersPolicyId)!(answer.headers) };
    }

    const plain: string[] = [];
    const handle = (isSecure: boolean) => (request: IncomingMessage, response: ServerResponse) => {
        if (!isSecure) plain.push(request.url!);
        void answered(request, isSecure).then(({ status, headers, body }) => {
            // A body that nobody read would be in the way of the answer.
            request.resume();
            response.writeHead(status, headers).end(body);
        });
    };
    const servers = [
        createPlain(handle(false)),
        createSecure({ ...tls, minVersion: "TLSv1.2" }, handle(true)),
    ];
    const [httpPort, httpsPort] = await Promise.all(servers.map((server) => listening(server)));
    return {
        ...{ httpPort: httpPort!, httpsPort: httpsPort!, plain, name: made.aliases![0]! },
        forget: () => cache.empty(),
        stop: () => servers.forEach((server) => (server.close(), server.closeAllConnections())),
    };
}

/** Starts a server at a free port of the loopback, or at this one. */
export function listening(server: Server, port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
}
