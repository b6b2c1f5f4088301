import assert from "node:assert/strict";
import { Dns, type DnsArgs } from "../../../components/network/dns.ts";
import { inputsOf, recorded } from "../recorded.ts";

const certificate = "aws:acm/certificate:Certificate";
const validation = "aws:acm/certificateValidation:CertificateValidation";
const amazons = "aws:route53/record:Record";
const cloudflares = "cloudflare:index/dnsRecord:DnsRecord";
const args: DnsArgs = { domain: "shop.acme.dev", dns: "route53", zoneId: "Z1", requestsPerIp: 2000 };
const built = (changes: Partial<DnsArgs> = {}) =>
    recorded(() => void new Dns("dns", { ...args, ...changes }));

describe("Dns", () => {
    it("makes a certificate where CloudFront looks for it, and one for the load balancer and its other name", async () => {
        const made = await built();
        const edge = inputsOf(made, certificate, "dns-edge");
        assert.deepEqual(
            [edge.region, edge.domainName, edge.validationMethod],
            ["us-east-1", "shop.acme.dev", "DNS"],
        );
        assert.deepEqual(inputsOf(made, certificate, "dns-origin").subjectAlternativeNames, [
            "origin.shop.acme.dev",
        ]);
    });

    it("lets both be validated by the same records, each in its region", async () => {
        const made = await built();
        const of = (name: string) => inputsOf(made, validation, name);
        assert.deepEqual(of("dns-edge").validationRecordFqdns, ["_a.shop.acme.dev"]);
        assert.equal(of("dns-edge").region, "us-east-1");
        assert.deepEqual(of("dns-origin").validationRecordFqdns, [
            "_a.shop.acme.dev",
            "_b.origin.shop.acme.dev",
        ]);
        assert.equal(of("dns-origin").region, undefined);
        assert.equal(
            made.filter(({ type, inputs }) => type === amazons && inputs.type === "CNAME").length,
            2,
        );
    });

    it("lets nobody but Amazon issue certificates for the name", async () => {
        const made = await built();
        assert.deepEqual(inputsOf(made, amazons, "dns-issuer").records, ['0 issue "amazon.com"']);
    });

    it("says nothing of that at a name that is a zone's own, where it would be for all that is in it", async () => {
        const issuers = async (domain: string) =>
            (await built({ domain })).filter(({ inputs }) => inputs.type === "CAA").length;
        for (const domain of ["acme.dev", "acme.co.uk", "acme.com.br"])
            assert.equal(await issuers(domain), 0, domain);
        for (const domain of ["a.acme.dev", "shop.acme.de", "shop.acme.co.uk", "app.acme.io"])
            assert.equal(await issuers(domain), 1, domain);
    });

    it("writes to Cloudflare what it writes to Route 53, without the dots that Cloudflare takes off", async () => {
        const made = await built({ dns: "cloudflare", zoneId: "0f" });
        const name = inputsOf(made, cloudflares, "dns-validates-name");
        assert.deepEqual([name.name, name.content], ["_a.shop.acme.dev", "_x.acm-validations.aws"]);
        assert.deepEqual([name.zoneId, name.proxied], ["0f", false]);
        assert.equal(made.filter(({ type }) => type === cloudflares).length, 2);
        assert.deepEqual(
            made.filter(({ type }) => type === amazons),
            [],
        );
    });

    describe("with Cloudflare in front", () => {
        const there = { dns: "cloudflare", zoneId: "0f" } as const;
        const setting = "cloudflare:index/zoneSetting:ZoneSetting";
        const own = () => built({ ...there, proxied: { zone: "own" } });

        it("never lets it pass on what validates a certificate", async () => {
            const records = (await own()).filter(({ type }) => type === cloudflares);
            assert.deepEqual(
                records.map(({ inputs }) => [inputs.proxied, inputs.ttl]),
                [
                    [false, 300],
                    [false, 300],
                ],
            );
        });

        it("has the zone take TLS 1.2 and 1.3 alone, believe the CDN's own certificate alone, and keep and change nothing", async () => {
            const all = (await own()).filter(({ type }) => type === setting);
            const found = Object.fromEntries(all.map(({ inputs }) => [inputs.settingId, inputs.value]));
            assert.deepEqual(found, {
                ...{ ssl: "strict", min_tls_version: "1.2", tls_1_3: "on", always_use_https: "on" },
                ...{ "0rtt": "off", browser_cache_ttl: 0, always_online: "off", rocket_loader: "off" },
                ...{ email_obfuscation: "off", websockets: "on" },
            });
            assert.ok(all.every(({ inputs }) => inputs.zoneId === "0f"));
        });

        it("has one limit by address, in ten seconds no lower than the firewall's in five minutes", async () => {
            const made = await built({ ...there, proxied: { zone: "own" }, requestsPerIp: 700 });
            const { kind, phase, rules } = inputsOf(made, "cloudflare:index/ruleset:Ruleset");
            const [{ action, ratelimit }, ...more] = rules as [Record<string, object>];
            assert.deepEqual([kind, phase, action, more], ["zone", "http_ratelimit", "block", []]);
            assert.deepEqual(ratelimit, {
                ...{ characteristics: ["cf.colo.id", "ip.src"], period: 10, mitigationTimeout: 10 },
                requestsPerPeriod: 700,
            });
        });

        it("leaves the zone alone where another environment owns it, or nothing is passed on", async () => {
            for (const changes of [{ proxied: { zone: "elsewhere" } as const }, {}]) {
                const made = await built({ ...there, ...changes });
                const types = made.map(({ type }) => type).filter((type) => /zoneSetting|ruleset/.test(type));
                assert.deepEqual(types, []);
            }
        });
    });

    it("is valid for a name that others serve in turn, whose records stay when it goes", async () => {
        const made = await built({ shared: { name: "acme.dev" } });
        const edge = inputsOf(made, certificate, "dns-edge");
        assert.deepEqual([edge.domainName, edge.subjectAlternativeNames], ["shop.acme.dev", ["acme.dev"]]);
        const { name, allowOverwrite } = inputsOf(made, amazons, "dns-validates-shared");
        assert.deepEqual([name, allowOverwrite], ["_b.acme.dev.", true]);
        assert.deepEqual(inputsOf(made, validation, "dns-edge").validationRecordFqdns, [
            ...["_a.shop.acme.dev", "_b.acme.dev"],
        ]);
        // Another environment has it, too, and may have said more there.
        const issuers = made.filter(({ type, inputs }) => type === amazons && inputs.type === "CAA");
        assert.deepEqual(
            issuers.map(({ inputs }) => [inputs.name, inputs.allowOverwrite]),
            [["shop.acme.dev", undefined]],
        );
        assert.equal(inputsOf(made, amazons, "dns-validates-name").allowOverwrite, undefined);
    });

    it("makes nothing for a trial", async () => {
        assert.deepEqual(
            (await built({ domain: "", zoneId: "" })).map(({ type }) => type),
            ["airworthy:network:Dns"],
        );
    });
});
