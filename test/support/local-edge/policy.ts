import { z } from "zod";
import type { Graph } from "./registered.ts";

const cloudfront = (name: string) => `aws:cloudfront/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;

const behavior = z.strictObject({
    targetOriginId: z.string(),
    viewerProtocolPolicy: z.literal("redirect-to-https"),
    allowedMethods: z.array(z.string()),
    cachedMethods: z.array(z.string()),
    cachePolicyId: z.string(),
    originRequestPolicyId: z.string().optional(),
    responseHeadersPolicyId: z.string(),
    // How an answer travels, and not what it says.
    compress: z.boolean(),
});
const errorResponse = z.strictObject({
    errorCode: z.number(),
    errorCachingMinTtl: z.number().optional(),
    responseCode: z.number().optional(),
    responsePagePath: z.string().optional(),
});
const distribution = z.strictObject({
    ...{ comment: z.string(), enabled: z.literal(true), isIpv6Enabled: z.boolean(), httpVersion: z.string() },
    aliases: z.array(z.string()).optional(),
    viewerCertificate: z.strictObject({
        cloudfrontDefaultCertificate: z.literal(true).optional(),
        acmCertificateArn: z.string().optional(),
        sslSupportMethod: z.literal("sni-only").optional(),
        minimumProtocolVersion: z.literal("TLSv1.2_2025").optional(),
    }),
    webAclId: z.string(),
    origins: z.array(
        z.strictObject({
            ...{ originId: z.string(), domainName: z.string() },
            // The way to the application, which stands on the loopback here.
            vpcOriginConfig: z
                .strictObject({
                    ...{ vpcOriginId: z.string(), originReadTimeout: z.number() },
                    originKeepaliveTimeout: z.number(),
                })
                .optional(),
            originAccessControlId: z.string().optional(),
        }),
    ),
    defaultCacheBehavior: behavior,
    orderedCacheBehaviors: z.array(behavior.extend({ pathPattern: z.string() })),
    customErrorResponses: z.array(errorResponse),
    restrictions: z.strictObject({
        geoRestriction: z.strictObject({ restrictionType: z.literal("none") }),
    }),
});

const none = z.literal("none");
const query = z.strictObject({ queryStringBehavior: z.enum(["none", "all"]) });
const cachePolicy = z.strictObject({
    ...{ name: z.string(), minTtl: z.number(), defaultTtl: z.number(), maxTtl: z.number() },
    parametersInCacheKeyAndForwardedToOrigin: z.strictObject({
        cookiesConfig: z.strictObject({ cookieBehavior: none }),
        headersConfig: z.strictObject({ headerBehavior: none }),
        queryStringsConfig: query,
        enableAcceptEncodingGzip: z.boolean(),
        enableAcceptEncodingBrotli: z.boolean(),
    }),
});
const originRequestPolicy = z.strictObject({
    name: z.string(),
    headersConfig: z.discriminatedUnion("headerBehavior", [
        z.strictObject({ headerBehavior: z.enum(["none", "allViewer"]) }),
        z.strictObject({
            headerBehavior: z.literal("whitelist"),
            headers: z.strictObject({ items: z.array(z.string()) }),
        }),
    ]),
    cookiesConfig: z.strictObject({ cookieBehavior: z.enum(["none", "all"]) }),
    queryStringsConfig: query,
});
const file = z.strictObject({
    ...{ bucket: z.string(), key: z.string(), content: z.string() },
    ...{ contentType: z.string(), cacheControl: z.string() },
});

export type Behavior = z.infer<typeof behavior>;
export type CachePolicy = z.infer<typeof cachePolicy>;
type OriginRequestPolicy = z.infer<typeof originRequestPolicy>;
export type StoredFile = z.infer<typeof file>;

const managedCache = (ttls: Pick<CachePolicy, "minTtl" | "defaultTtl" | "maxTtl">, compressed: boolean) => ({
    ...{ name: "", ...ttls },
    parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" as const },
        headersConfig: { headerBehavior: "none" as const },
        queryStringsConfig: { queryStringBehavior: "none" as const },
        enableAcceptEncodingGzip: compressed,
        enableAcceptEncodingBrotli: compressed,
    },
});
/** CachingDisabled and CachingOptimized (CloudFront Developer Guide, "Use managed cache policies"). */
const managedCaches: Record<string, CachePolicy> = {
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": managedCache({ minTtl: 0, defaultTtl: 0, maxTtl: 0 }, false),
    "658327ea-f89d-4fab-a63d-7e88639e58f6": managedCache(
        { minTtl: 1, defaultTtl: 86_400, maxTtl: 31_536_000 },
        true,
    ),
};
/** AllViewer (CloudFront Developer Guide, "Use managed origin request policies"). */
const managedRequests: Record<string, OriginRequestPolicy> = {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": {
        name: "",
        headersConfig: { headerBehavior: "allViewer" },
        cookiesConfig: { cookieBehavior: "all" },
        queryStringsConfig: { queryStringBehavior: "all" },
    },
};
/** What gets to an origin where nothing is said (CloudFront Developer Guide, "Control origin requests with a policy"). */
const nothing: OriginRequestPolicy = {
    name: "",
    headersConfig: { headerBehavior: "none" },
    cookiesConfig: { cookieBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
};

/** The distribution of a graph, with what it names. */
export function policyOf(graph: Graph) {
    const made = graph.one(cloudfront("Distribution"), distribution);
    // Those of its own origins: other buckets are none of its business.
    const isServed = ({ bucket }: Record<string, unknown>) =>
        made.origins.some(({ domainName }) => domainName.startsWith(`${String(bucket)}.s3.`));
    const files = graph.every("aws:s3/bucketObjectv2:BucketObjectv2", file, isServed);
    const rendered = (one: Behavior) => ({
        ...one,
        origin: made.origins.find(({ originId }) => originId === one.targetOriginId)!,
        cache:
            managedCaches[one.cachePolicyId] ??
            graph.one(cloudfront("CachePolicy"), cachePolicy, one.cachePolicyId),
        forwarded:
            one.originRequestPolicyId === undefined
                ? nothing
                : (managedRequests[one.originRequestPolicyId] ??
                  graph.one(
                      cloudfront("OriginRequestPolicy"),
                      originRequestPolicy,
                      one.originRequestPolicyId,
                  )),
    });
    const byPath = made.orderedCacheBehaviors.map(({ pathPattern, ...one }) => ({
        pattern: patternOf(pathPattern),
        behavior: rendered(one),
    }));
    const byDefault = rendered(made.defaultCacheBehavior);
    return {
        ...{ made, files },
        /** The first that fits (CloudFront Developer Guide, "Cache behavior settings"). */
        behaviorFor: (path: string) =>
            byPath.find(({ pattern }) => pattern.test(path))?.behavior ?? byDefault,
        behaviors: [byDefault, ...byPath.map(({ behavior }) => behavior)],
    };
}

export type Rendered = ReturnType<ReturnType<typeof policyOf>["behaviorFor"]>;

/** As in "Path pattern" there: * is any number of characters, ? is one, and case counts. */
function patternOf(path: string): RegExp {
    const wild: Record<string, string> = { "*": ".*", "?": "." };
    const escaped = path.replace(/[\\^$.|+()[\]{}*?]/g, (one) => wild[one] ?? `\\${one}`);
    return new RegExp(`^${escaped}$`);
}
