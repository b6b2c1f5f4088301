import assert from "node:assert/strict";
import { inTier, settingsOf } from "../../bench/other-settings.ts";
import { closedKinds } from "../../bench/reach/closed.ts";
import { judgedTogether } from "../../rehearsal/account-faults.ts";
import { uncovered } from "../../rehearsal/limits/none-known.ts";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { behindCloudflare } from "../support/behind-cloudflare.ts";
import { rehearsed } from "../support/rehearsed.ts";

const isOurs = /^cloudflare:|^aws:wafv2\/ipSet:/;

// Whether the rules agree, test/rules.test.ts asks.
describe("Cloudflare in front of the CDN", function () {
    // Each rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);
    let [production, staging]: Rehearsal[] = [];
    before(async () => {
        const changes = { ...inTier("production", "scale"), ...behindCloudflare("production", "own") };
        production = await rehearsed("production", "plan", changes);
        staging = await rehearsed("staging", "plan", behindCloudflare("staging", "own"));
    });

    it("is nowhere where it is off, as both environments ship", async () => {
        for (const stack of ["staging", "production"]) {
            const { resources } = await rehearsed(stack);
            const own = resources.filter(({ type }) => isOurs.test(type));
            assert.deepEqual(own, [], stack);
        }
    });

    it("takes the place of the records at Route 53, and changes nothing else of what is made", async () => {
        const plain = await rehearsed("production", "plan", inTier("production", "scale"));
        const [before, after] = [plain, production!].map(({ resources }) => resources);
        const urns = (all: typeof before) => new Set(all!.map(({ urn }) => urn));
        const typesOf = (all: typeof before, others: Set<string>) =>
            [...new Set(all!.filter(({ urn }) => !others.has(urn)).map(({ type }) => type))].sort();
        assert.deepEqual(typesOf(before, urns(after)), ["aws:route53/record:Record"]);
        assert.deepEqual(typesOf(after, urns(before)), [
            "aws:wafv2/ipSet:IpSet",
            ...["dnsRecord:DnsRecord", "ruleset:Ruleset", "zoneSetting:ZoneSetting"].map(
                (type) => `cloudflare:index/${type}`,
            ),
            "pulumi:providers:cloudflare",
        ]);
    });

    it("passes on the name that users call, and no other", () => {
        const records = production!.resources.filter(({ type }) => type.endsWith(":DnsRecord"));
        const proxied = records.filter(({ inputs }) => inputs.proxied);
        assert.deepEqual(
            [records.length, proxied.map(({ inputs }) => inputs.name)],
            [3, ["app.example.com"]],
        );
    });

    it("has one owner of the zone: two are refused, each by the other's name", () => {
        assert.deepEqual([production!.faults, staging!.faults], [[], []]);
        const judged = judgedTogether([production!, staging!]) as Rehearsal[];
        for (const [at, other] of ["staging", "production"].entries()) {
            const messages = judged[at]!.faults.map(({ message }) => message);
            assert.equal(messages.length, 11, messages.join("\n"));
            for (const message of messages) {
                assert.match(
                    message,
                    new RegExp(`dns-zone-[\\w-]+ of the stack ${other}; they are in one zone`),
                );
            }
        }
    });

    it("is known to the limits, to the proof of ways in, and to the bill, which can't name its price", () => {
        const types = production!.resources.map(({ type }) => type).filter((type) => isOurs.test(type));
        assert.deepEqual(uncovered(types), []);
        for (const type of types) assert.ok(closedKinds.includes(type.replace(/:[^:]*$/, "")), type);
        const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
        const { lines } = estimate(new Graph(production!.resources), usage, pricesIn());
        const ours = lines.filter(({ resource }) => isOurs.test(resource));
        assert.ok(ours.length > 0);
        const said = ours.map(({ priceId, usd }) => `${priceId} ${usd}`);
        assert.deepEqual([...new Set(said)].sort(), ["cloudflare-by-plan undefined", "free 0"]);
    });
});
