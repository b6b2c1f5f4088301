import assert from "node:assert/strict";
import type { CdnArgs } from "../../../components/edge/cdn.ts";
import { inputsOf } from "../recorded.ts";
import { args, built } from "./cdn/built.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const headers = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const record = "aws:route53/record:Record";
type Behavior = Record<
    "pathPattern" | "cachePolicyId" | "originRequestPolicyId" | "responseHeadersPolicyId",
    string
> & {
    allowedMethods: string[];
};
type Origin = { domainName: string; customOriginConfig?: object; vpcOriginConfig: Record<string, unknown> };
type Config = { securityHeadersConfig: Record<string, unknown>; customHeadersConfig: { items: object[] } };
const trial: Partial<CdnArgs> = { domain: "", zoneId: "", certificates: {} };

describe("Cdn", () => {
    it("asks the load balancer over TLS, by a name on its certificate, through a way inside of the VPC", async () => {
        const made = await built();
        const way = inputsOf(made, "aws:cloudfront/vpcOrigin:VpcOrigin").vpcOriginEndpointConfig as Record<
            string,
            unknown
        >;
        assert.deepEqual([way.arn, way.originProtocolPolicy], ["arn:web", "https-only"]);
        const [app] = inputsOf(made, distribution).origins as Origin[];
        assert.deepEqual(
            [app!.domainName, app!.vpcOriginConfig.vpcOriginId],
            ["origin.shop.acme.dev", "cdn-id"],
        );
        assert.equal(app!.customOriginConfig, undefined);
        // One that waits longer than the load balancer would send requests into a closed connection.
        assert.ok(Number(app!.vpcOriginConfig.originKeepaliveTimeout) < args.balancer.idleSeconds);
    });

    it("calls a way to another load balancer, or by another protocol, by another name", async () => {
        const balancer = { ...args.balancer, origin: { arn: "arn:lb/app/web/1f", dnsName: "web.test" } };
        const nameOf = async (changes: Partial<CdnArgs>) => {
            const { vpcOriginEndpointConfig } = inputsOf(
                await built(changes),
                "aws:cloudfront/vpcOrigin:VpcOrigin",
            );
            return (vpcOriginEndpointConfig as { name: string }).name;
        };
        assert.equal(await nameOf({ balancer }), "shop-live-1f-https-only");
        assert.equal(await nameOf({ balancer, ...trial }), "shop-live-1f-http-only");
        assert.equal(await nameOf({}), "shop-live-arn:web-https-only");
    });

    it("keeps static files for everybody, other answers as they say, and of the rest nothing", async () => {
        const made = await built();
        const { defaultCacheBehavior, orderedCacheBehaviors } = inputsOf(made, distribution) as unknown as {
            defaultCacheBehavior: Behavior;
            orderedCacheBehaviors: Behavior[];
        };
        assert.equal(defaultCacheBehavior.cachePolicyId, "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
        const paths = orderedCacheBehaviors.map(({ pathPattern, cachePolicyId }) => [
            pathPattern,
            cachePolicyId,
        ]);
        assert.deepEqual(paths, [
            ["/_unavailable/*", "658327ea-f89d-4fab-a63d-7e88639e58f6"],
            ["/assets/*", "shop-live-static-id"],
            ["/favicon.ico", "shop-live-static-id"],
            ["/api/prices", "shop-live-cacheable-id"],
        ]);
        // No cookie gets there, so nobody could tell whose a POST is.
        for (const { allowedMethods } of orderedCacheBehaviors) assert.ok(!allowedMethods.includes("POST"));
        const ttl = (name: string) =>
            inputsOf(made, "aws:cloudfront/cachePolicy:CachePolicy", name).defaultTtl;
        assert.deepEqual([ttl("shop-live-static"), ttl("shop-live-cacheable")], [86_400, 0]);
    });

    it("takes one user's cookie out of what is kept for everybody, and lets none through to it", async () => {
        const made = await built();
        assert.deepEqual(inputsOf(made, headers, "shop-live-public").removeHeadersConfig, {
            items: [{ header: "set-cookie" }],
        });
        assert.equal(inputsOf(made, headers, "shop-live-pages").removeHeadersConfig, undefined);
        const asked = inputsOf(made, "aws:cloudfront/originRequestPolicy:OriginRequestPolicy");
        assert.deepEqual(asked.cookiesConfig, { cookieBehavior: "none" });
    });

    it("lets the application's own headers stand", async () => {
        const made = await built();
        const config = inputsOf(made, headers, "shop-live-pages").securityHeadersConfig as Record<
            string,
            { override: boolean }
        >;
        assert.equal(Object.keys(config).length, 5);
        assert.ok(Object.values(config).every(({ override }) => !override));
    });

    it("reports what a Content-Security-Policy would stop, and stops nothing, while that is asked for", async () => {
        const made = await built({ contentSecurityMode: "report" });
        const { securityHeadersConfig, customHeadersConfig } = inputsOf(
            made,
            headers,
            "shop-live-pages",
        ) as unknown as Config;
        assert.equal(securityHeadersConfig.contentSecurityPolicy, undefined);
        assert.deepEqual(customHeadersConfig.items[1], {
            ...{
                header: "content-security-policy-report-only",
                value: "default-src 'self'",
                override: false,
            },
        });
    });

    it("tells Cloudflare, where that stands in front, to keep nothing; what browsers are told stays", async () => {
        const made = await built({ proxied: { zone: "elsewhere" }, dns: "cloudflare", zoneId: "0f" });
        const policies = made.filter(({ type }) => type === headers);
        assert.equal(policies.length, 2);
        for (const { inputs } of policies) {
            const { items } = inputs.customHeadersConfig as { items: { header: string }[] };
            const told = items.filter(({ header }) => /cache/.test(header));
            const header = "cloudflare-cdn-cache-control";
            assert.deepEqual(told, [{ header, value: "no-store", override: true }]);
        }
        assert.doesNotMatch(JSON.stringify(await built()), /cdn-cache-control/);
    });

    it("shows a page of its own where nothing answers, and keeps no fault", async () => {
        const made = await built();
        const all = inputsOf(made, distribution).customErrorResponses as Record<string, unknown>[];
        assert.ok(all.every(({ errorCachingMinTtl }) => errorCachingMinTtl === 0));
        const responses = all.filter(({ responsePagePath }) => responsePagePath);
        assert.deepEqual(
            responses.map(({ errorCode, responseCode, errorCachingMinTtl }) => [
                errorCode,
                responseCode,
                errorCachingMinTtl,
            ]),
            [502, 503, 504].map((code) => [code, code, 0]),
        );
        const file = inputsOf(made, "aws:s3/bucketObjectv2:BucketObjectv2");
        assert.ok(responses.every(({ responsePagePath }) => responsePagePath === `/${String(file.key)}`));
    });

    it("is a trial without a name: at CloudFront's own, and over plain HTTP behind it", async () => {
        const made = await built(trial);
        const { aliases, viewerCertificate, origins } = inputsOf(made, distribution);
        const [app] = origins as Origin[];
        assert.deepEqual([aliases, viewerCertificate], [undefined, { cloudfrontDefaultCertificate: true }]);
        assert.equal(app!.domainName, "internal-web.elb.amazonaws.com");
        assert.equal(made.filter(({ type }) => type === record).length, 0);
    });

    it("writes logs that hold no cookie and no query string", async () => {
        const fields = inputsOf(await built(), "aws:cloudwatch/logDelivery:LogDelivery")
            .recordFields as string[];
        assert.ok(fields.includes("cs-uri-stem") && fields.includes("time-taken"));
        assert.deepEqual(
            fields.filter((field) => /cookie|query/i.test(field)),
            [],
        );
    });
});
