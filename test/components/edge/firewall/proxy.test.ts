import assert from "node:assert/strict";
import { Firewall, type FirewallArgs } from "../../../../components/edge/firewall.ts";
import { LocalFirewall, type Sent } from "../../../support/local-firewall.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: FirewallArgs = {
    ...{ prefix: "shop-live", accountId: "123456789012", mode: "block", retentionDays: 365 },
    ...{ requestsPerIp: 2000, userBy: "", requestsPerUser: 1000 },
    ...{ requestsPerPath: { "/login": 50 }, maxBodyKb: 1024, uploadMb: {} },
};
const built = (changes: Partial<FirewallArgs> = {}) =>
    recorded(() => void new Firewall("firewall", { ...args, ...changes }));
const aclOf = async (changes: Partial<FirewallArgs> = {}) =>
    inputsOf(await built(changes), "aws:wafv2/webAcl:WebAcl") as never;

describe("Firewall behind Cloudflare", () => {
    let firewall: LocalFirewall;
    const name = "shop.acme.dev";
    const ip = "172.70.1.1";
    const sets = async (changes: Partial<FirewallArgs> = {}) => {
        const made = await built({ proxiedName: name, ...changes });
        const all = made.filter(({ type }) => type === "aws:wafv2/ipSet:IpSet");
        const byArn = all.map((set) => [`arn:${set.name}`, set.inputs.addresses as string[]]);
        const acl = inputsOf(made, "aws:wafv2/webAcl:WebAcl") as never;
        return new LocalFirewall(acl, Object.fromEntries(byArn));
    };
    /** A request that Cloudflare passes on for a client. */
    const passed = (client: string, more: Sent = {}): Sent => ({
        ...{ ip, ...more },
        headers: { host: name, "cf-connecting-ip": client, ...more.headers },
    });
    beforeEach(async () => void (firewall = await sets()));
    const status = (sent: Sent) => firewall.ask(sent).answer;
    /** How many of so many requests get through. */
    const passes = (count: number, sent: (at: number) => Sent) => {
        const all = Array.from({ length: count }, (_, at) => firewall.ask(sent(at)));
        return all.filter(({ answer }) => answer === "allowed").length;
    };

    it("lets in what comes from an address of Cloudflare's, from the first of a block to its last", () => {
        const inside = ["104.16.0.0", "104.23.255.255", "104.27.255.255", "131.0.75.255", "162.159.9.9"];
        for (const from of [...inside, "2606:4700::1", "2a06:98c7:ffff::1", "2c0f:f248:ffff::"])
            assert.equal(status(passed("198.51.100.7", { ip: from })), "allowed", from);
    });

    it("turns away what comes from anywhere else, whatever it says of itself", () => {
        const outside = ["104.15.255.255", "104.28.0.0", "131.0.76.0", "198.51.100.7", "2606:4701::1"];
        for (const from of [...outside, "2a06:98c8::1", "::1"]) {
            assert.equal(status(passed("198.51.100.7", { ip: from })), 403, from);
            const load = { "x-load-test": "firewall-load-test", "x-forwarded-for": ip };
            assert.equal(status(passed(ip, { ip: from, headers: load })), 403, from);
        }
    });

    it("turns away what somebody else's program at Cloudflare asks of the CDN by AWS's name for it", () => {
        for (const host of ["d111111abcdef8.cloudfront.net", `${name}.evil.example`, ""])
            assert.equal(status(passed("198.51.100.7", { headers: { host } })), 403, host);
        assert.equal(status({ ip, headers: { "cf-connecting-ip": "198.51.100.7" } }), 403);
    });

    it("counts who asked Cloudflare, through whichever of its addresses, and not those", () => {
        const through = (client: string) => (at: number) => passed(client, { ip: `172.70.1.${at % 200}` });
        assert.equal(passes(2001, through("198.51.100.7")), 2000);
        assert.equal(status(through("198.51.100.7")(1)), 429);
        assert.equal(status(through("2001:db8::7")(1)), "allowed");
        const login = (at: number) => ({ ...through("198.51.100.9")(at), path: "/login" });
        assert.equal(passes(51, login), 50);
    });

    it("turns away what names no address where Cloudflare names one", () => {
        assert.equal(status(passed("198.51.100.7, 198.51.100.8")), 429);
    });

    it("has no group that looks at who is connected, which is always Cloudflare", async () => {
        const acl = (await aclOf({ proxiedName: name })) as { rules: { name: string }[] };
        const names = acl.rules.map((rule) => rule.name);
        assert.equal(names[0], "not-through-cloudflare");
        assert.ok(!names.includes("AWSManagedRulesAmazonIpReputationList"));
        assert.equal(names.filter((one) => one.startsWith("AWSManagedRules")).length, 3);
    });

    it("only counts what goes round it while it is asked to", async () => {
        firewall = await sets({ mode: "count" });
        const { answer, found } = firewall.ask({ ip: "198.51.100.7" });
        assert.deepEqual([answer, found], ["allowed", ["not-through-cloudflare"]]);
    });

    it("is refused by the tests' evaluator where nobody says what is in a set", async () => {
        const blind = new LocalFirewall(await aclOf({ proxiedName: name }));
        assert.throws(() => blind.ask(passed("198.51.100.7")), /does not know the set arn:firewall-cloudf/);
    });

    it("has no set of addresses, and counts whoever is connected, where nobody stands in front", async () => {
        const made = await built();
        assert.deepEqual(
            made.filter(({ type }) => type.includes("ipSet")),
            [],
        );
        assert.doesNotMatch(JSON.stringify(await aclOf()), /FORWARDED|[Ff]orwardedIp|ipSet/);
    });
});
