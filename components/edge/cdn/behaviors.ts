import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { headers, type HeadersArgs } from "./headers.ts";

export interface BehaviorsArgs extends HeadersArgs {
    /** What the names of policies start with; no other of the account may have it. */
    prefix: string;
    /** Kept for a day, where the answer says nothing else. */
    staticPaths: string[];
    /** Kept for as long as the answer says. */
    cacheablePaths: string[];
}

/** CloudFront's own (Developer Guide, "Use managed cache policies" and "Use managed origin request policies"). */
const [keepsNothing, sendsAll] = [
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "216adef6-5c7f-47e4-b989-5492eafa07d3",
];
const reading = ["GET", "HEAD", "OPTIONS"];
const every = [...reading, "POST", "PUT", "PATCH", "DELETE"];
const [day, year] = [86_400, 31_536_000];

/** What happens to a request, by its path: most are the application's alone, and nothing of them is kept. */
export function behaviors(parent: pulumi.Resource, args: BehaviorsArgs) {
    const { prefix, staticPaths, cacheablePaths } = args;
    const common = { targetOriginId: "app", viewerProtocolPolicy: "redirect-to-https", compress: true };
    const cached = { ...common, cachedMethods: ["GET", "HEAD"] };
    // One user's cookie, kept with the answer, would sign in everybody after them.
    const forEverybody = headers(parent, `${prefix}-public`, args, ["set-cookie"]);
    const { id: originRequestPolicyId } = new aws.cloudfront.OriginRequestPolicy(
        `${prefix}-public`,
        {
            name: `${prefix}-public`,
            // The application, and the load balancer's certificate, know themselves by the name that users call.
            headersConfig: { headerBehavior: "whitelist", headers: { items: ["Host"] } },
            cookiesConfig: { cookieBehavior: "none" },
            queryStringsConfig: { queryStringBehavior: "none" },
        },
        { parent },
    );
    // What changes something needs to know whose it is, and no cookie gets there.
    const kept = (paths: string[], kind: string, seconds: number) => {
        if (paths.length === 0) return [];
        const { id: cachePolicyId } = cachePolicy(parent, `${prefix}-${kind}`, seconds);
        const policies = { cachePolicyId, originRequestPolicyId, responseHeadersPolicyId: forEverybody };
        return paths.map((pathPattern) => ({ ...cached, pathPattern, allowedMethods: reading, ...policies }));
    };
    return {
        byDefault: {
            ...{ ...cached, allowedMethods: every, cachePolicyId: keepsNothing },
            ...{ originRequestPolicyId: sendsAll },
            responseHeadersPolicyId: headers(parent, `${prefix}-pages`, args),
        },
        byPath: [...kept(staticPaths, "static", day), ...kept(cacheablePaths, "cacheable", 0)],
        forEverybody,
    };
}

/** By path and query alone: an answer that depends on a cookie or a header is never kept for others. */
function cachePolicy(parent: pulumi.Resource, name: string, defaultTtl: number): aws.cloudfront.CachePolicy {
    const of = {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "all" },
        ...{ enableAcceptEncodingGzip: true, enableAcceptEncodingBrotli: true },
    };
    return new aws.cloudfront.CachePolicy(
        name,
        { name, minTtl: 0, defaultTtl, maxTtl: year, parametersInCacheKeyAndForwardedToOrigin: of },
        { parent },
    );
}
