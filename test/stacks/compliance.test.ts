import assert from "node:assert/strict";
import { evidenceFor, frameworks, guardsFor, turnsOn, worn, type Profile } from "../../stacks/compliance.ts";
import { demands } from "../../stacks/demands.ts";
import { tiers } from "../../stacks/tiers.ts";
import { faults, ready } from "../support/settings.ts";

const profiles = Object.keys(frameworks) as Profile[];
const firewall = (mode: string) =>
    JSON.stringify({ ...(JSON.parse(ready["airworthy:firewall"]!) as object), mode });
const domain = (name: string) => JSON.stringify({ name, dns: "route53", zoneId: name && "Z0123456789ABC" });
const good = {
    "airworthy:logRetentionDays": "365",
    "airworthy:domain": domain("app.acme.dev"),
    "airworthy:firewall": firewall("block"),
};
const under = (chosen: string[], changes: Record<string, string> = {}) =>
    faults({ ...good, ...changes, "airworthy:compliance": JSON.stringify(chosen) });

/** The last value that is refused, and what asks for more. */
const short: Record<string, [key: string, value: string, seen: string]> = {
    logRetentionDays: ["airworthy:logRetentionDays", "180", "180"],
    "domain.name": ["airworthy:domain", domain(""), '""'],
    "firewall.mode": ["airworthy:firewall", firewall("count"), "count"],
};

describe("a compliance profile", () => {
    it("is none by default, and then holds no setting", () => {
        const all = Object.fromEntries(Object.values(short).map(([key, value]) => [key, value]));
        assert.deepEqual(under([], all), []);
    });

    for (const profile of profiles) {
        it(`${profile} takes settings that are as it asks, and refuses each that falls short by its control`, () => {
            assert.deepEqual(under([profile]), []);
            for (const { key, use, controls } of demands) {
                const [name, value, seen] = short[key]!;
                const found = under([profile], { [name]: value });
                const control = controls[profile];
                if (control === undefined) assert.deepEqual(found, [], key);
                else {
                    assert.equal(found.length, 1);
                    assert.ok(found[0]!.startsWith(`Pulumi.staging.yaml: ${key} is ${seen}; use ${use}: `));
                    assert.ok(found[0]!.endsWith(`(${frameworks[profile]} ${control}).`), found[0]);
                }
            }
        });
    }

    it("names every framework that asks, at once", () => {
        assert.deepEqual(under(["gdpr", "pciDss", "hipaa"], { "airworthy:logRetentionDays": "90" }), [
            "Pulumi.staging.yaml: logRetentionDays is 90; use 365 or more: twelve months of logs (PCI DSS v4.0.1 10.5.1, HIPAA 164.312(b)).",
        ]);
    });

    it("is one of four, each once, in a list", () => {
        for (const value of ['["sox"]', '["gdpr","gdpr"]', "gdpr", '{"gdpr":true}'])
            assert.match(
                faults({ "airworthy:compliance": value }).join(),
                /compliance(\.0)? is .+; use a list of soc2, hipaa, pciDss and gdpr/,
            );
    });

    it("turns on in the cheapest tier what judges an account, PCI DSS's standard for PCI DSS alone", () => {
        for (const profile of profiles) {
            const { standards, inspects } = guardsFor([profile], tiers.mvp.guards, 365);
            assert.ok(standards.length > 0);
            assert.equal(standards.includes("pci-dss/v/4.0.1"), profile === "pciDss");
            assert.deepEqual(inspects, turnsOn[profile].inspects);
        }
        assert.deepEqual(guardsFor([], tiers.mvp.guards, 365), { ...tiers.mvp.guards, retentionDays: 365 });
    });

    it("adds to what the tier has, and makes nothing twice", () => {
        const { standards, inspects, watches } = guardsFor(profiles, tiers.growth.guards, 365);
        assert.deepEqual(standards, ["aws-foundational-security-best-practices/v/1.0.0", "pci-dss/v/4.0.1"]);
        assert.deepEqual(inspects, ["ECR", "LAMBDA"]);
        assert.deepEqual(watches, tiers.growth.guards.watches);
    });

    it("keeps the audit log and evidence six years under HIPAA, and no shorter than was set", () => {
        const kept = (chosen: Profile[], days: number) =>
            guardsFor(chosen, tiers.mvp.guards, days).retentionDays;
        assert.equal(kept(["hipaa"], 365), 2192);
        assert.equal(kept(["hipaa"], 3653), 3653);
        assert.equal(kept(["soc2", "pciDss", "gdpr"], 365), 365);
        assert.deepEqual(evidenceFor(["gdpr", "hipaa"]), { keepDays: 2192 });
        assert.deepEqual(evidenceFor(["gdpr"]), {});
    });

    it("is worn by everything, and none is no tag", () => {
        assert.deepEqual(worn(["soc2", "gdpr"]), { compliance: "soc2 gdpr" });
        assert.deepEqual(worn([]), {});
    });
});
