import assert from "node:assert/strict";
import type { CdnArgs } from "../../../../components/edge/cdn.ts";
import { inputsOf } from "../../recorded.ts";
import { built } from "./built.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const record = "aws:route53/record:Record";

describe("the name that leads to the CDN", () => {
    it("answers to the name by IPv4 and IPv6, or at Cloudflare by the one record that may be there", async () => {
        const made = await built();
        assert.deepEqual(
            ["cdn-a", "cdn-aaaa"].map((name) => inputsOf(made, record, name).type),
            ["A", "AAAA"],
        );
        assert.deepEqual(inputsOf(made, distribution).aliases, ["shop.acme.dev"]);
        const other = await built({ dns: "cloudflare", zoneId: "0f" });
        const { type, content } = inputsOf(other, "cloudflare:index/dnsRecord:DnsRecord");
        assert.deepEqual([type, content], ["CNAME", "cdn.test"]);
    });

    it("serves a shared name when it is its turn, and not before", async () => {
        const other = { name: "acme.dev", serves: false };
        const waiting = await built({ shared: other });
        assert.deepEqual(inputsOf(waiting, distribution).aliases, ["shop.acme.dev"]);
        assert.equal(waiting.filter(({ type }) => type === record).length, 2);
        const serving = await built({ shared: { ...other, serves: true } });
        assert.deepEqual(inputsOf(serving, distribution).aliases, ["shop.acme.dev", "acme.dev"]);
        for (const one of ["cdn-shared-a", "cdn-shared-aaaa"]) {
            const { name, aliases, allowOverwrite } = inputsOf(serving, record, one);
            assert.deepEqual([name, allowOverwrite], ["acme.dev", true]);
            assert.equal((aliases as { name: string }[])[0]?.name, "cdn.test");
        }
        assert.equal(inputsOf(serving, record, "cdn-a").allowOverwrite, undefined);
    });

    it("lets Cloudflare pass requests on where it stands in front, and else only the address", async () => {
        const there = { dns: "cloudflare", zoneId: "0f" } as const;
        const recordOf = async (changes: Partial<CdnArgs>) =>
            inputsOf(await built({ ...there, ...changes }), "cloudflare:index/dnsRecord:DnsRecord");
        const proxied = await recordOf({ proxied: { zone: "own" } });
        assert.deepEqual([proxied.name, proxied.proxied, proxied.ttl], ["shop.acme.dev", true, 1]);
        const plain = await recordOf({});
        assert.deepEqual([plain.content, plain.proxied, plain.ttl], ["cdn.test", false, 300]);
    });
});
