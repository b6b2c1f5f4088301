import assert from "node:assert/strict";
import { shipped } from "../../support/behind-edge.ts";
import { keptFor } from "../../support/local-edge/cache.ts";
import { startEdge } from "../../support/local-edge.ts";
import type { Graph } from "../../support/local-edge/registered.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const caches = "aws:cloudfront/cachePolicy:CachePolicy";
const headers = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const firewall = "aws:wafv2/webAcl:WebAcl";
const nobody = { tls: { key: Buffer.alloc(0), cert: Buffer.alloc(0) }, appPort: 0, now: () => 0 };
const cors = "60669652-455b-4ae9-85a4-c4c02393f86c";

describe("The local edge that stands for CloudFront", () => {
    let graph: Graph;
    before(async () => {
        graph = await shipped();
    });

    const byDefault = "defaultCacheBehavior";
    const [size, key] = ["rules.0.statement", "parametersInCacheKeyAndForwardedToOrigin"];
    const refused: Record<string, [type: string, place: string, value: unknown, says: RegExp]> = {
        "a function that it doesn't run": [
            distribution,
            `${byDefault}.functionAssociations`,
            [],
            /"functionA/,
        ],
        "another way to an origin": [
            distribution,
            "origins.0.customOriginConfig",
            {},
            /"customOriginConfig"/,
        ],
        "a policy that it doesn't know": [distribution, `${byDefault}.cachePolicyId`, cors, RegExp(cors)],
        "plain HTTP": [distribution, `${byDefault}.viewerProtocolPolicy`, "allow-all", /redirect-to-https/],
        "a key of cookies": [caches, `${key}.cookiesConfig.cookieBehavior`, "all", /cookieBehavior/],
        "headers of another kind": [headers, "corsConfig", {}, /"corsConfig"/],
        "a firewall that lets nobody in": [firewall, "defaultAction", { block: {} }, /"block"/],
        "a rule of another kind": [firewall, size, { geoMatchStatement: {} }, /geoMatchStatement/],
        "a request read in another way": [
            firewall,
            `${size}.regexMatchStatement.textTransformations.0.type`,
            "BASE64_DECODE",
            /BASE64_DECODE/,
        ],
    };
    for (const [what, [type, place, value, says]] of Object.entries(refused))
        it(`refuses by name ${what}`, () =>
            assert.rejects(startEdge(graph.with(type, place, value), nobody), says));

    it("keeps an answer for as long as it asks for, within the bounds of its policy, and a fault for its own time", () => {
        const seconds = (control: string | undefined, minTtl: number, status = 200) => {
            const given: Record<string, string> = control === undefined ? {} : { "cache-control": control };
            const answer = { status, headers: given, body: Buffer.alloc(0) };
            const policy = { minTtl, defaultTtl: 100, maxTtl: 1000 } as Parameters<typeof keptFor>[1];
            return keptFor(answer, policy, new Map([[503, 0]]));
        };
        const table: [control: string | undefined, atLeast0: number, atLeast50: number][] = [
            [undefined, 100, 100],
            ["max-age=10", 10, 50],
            ["public, max-age=500", 500, 500],
            ["max-age=5000", 1000, 1000],
            ["max-age=10, s-maxage=70", 70, 70],
            ["no-cache", 0, 50],
            ["no-store", 0, 50],
            ["private, max-age=500", 0, 50],
        ];
        for (const [control, atLeast0, atLeast50] of table)
            assert.deepEqual([seconds(control, 0), seconds(control, 50)], [atLeast0, atLeast50], control);
        assert.deepEqual(
            [seconds("no-store", 0, 404), seconds("max-age=30", 0, 404), seconds("max-age=30", 0, 403)],
            [10, 30, 30],
        );
        assert.deepEqual([seconds(undefined, 0, 503), seconds(undefined, 0, 403)], [0, 0]);
    });
});
