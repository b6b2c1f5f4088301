import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { accountWide, sharedIn, type Held } from "../../../rehearsal/limits/account-wide.ts";
import { UNKNOWN, type Properties } from "../../../rehearsal/values.ts";

const [HERE, THERE] = ["111122223333", "444455556666"];
const DETECTOR = "aws:guardduty/detector:Detector";
const ANALYZER = "aws:accessanalyzer/analyzer:Analyzer";
const ENABLER = "aws:inspector2/enabler:Enabler";
const OPEN_ID = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const CDN = "aws:cloudfront/distribution:Distribution";
const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const BILLED_TAG = "aws:costexplorer/costAllocationTag:CostAllocationTag";
const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
const RULESET = "cloudflare:index/ruleset:Ruleset";

/** What a resource of these types needs to be the limited kind; others need nothing. */
const NEEDED: { [type: string]: Properties } = {
    [OPEN_ID]: { url: "https://ci.example.com" },
    [CDN]: { aliases: ["app.example.com"] },
    [BILLED_TAG]: { tagKey: "environment", status: "Active" },
    [SETTING]: { zoneId: "0f", settingId: "ssl" },
    [RULESET]: { zoneId: "0f", kind: "zone", phase: "http_ratelimit" },
    [MONITOR]: { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
};

function held(stack: string, type: string, more: Partial<Held> = {}): Held {
    const name = more.name ?? "it";
    const urn = `urn:pulumi:${stack}::shop::${type}::${name}`;
    const place = { accounts: [HERE], region: "eu-west-1", provider: "urn:own" };
    return { urn, type, name, stack, inputs: NEEDED[type] ?? {}, ...place, ...more };
}

const urnsOf = (...all: Held[]) => sharedIn(all).map((shared) => shared.held.urn);
const clash = (...all: Held[]) => sharedIn(all).length === all.length;

describe("what one account can have only once", () => {
    for (const { type, regional, thing } of accountWide) {
        describe(thing, () => {
            const [one, other] = [held("one", type), held("other", type)];

            it("is refused to both of two stacks in one account", () => {
                assert.deepEqual(urnsOf(one, other), [one.urn, other.urn]);
                const [first] = sharedIn([one, other]);
                assert.deepEqual([first?.row.type, first?.others], [type, [other]]);
            });

            it("is taken of two stacks in two accounts", () => {
                assert.deepEqual(urnsOf(one, held("other", type, { accounts: [THERE] })), []);
            });

            it("is refused while the account of one of them, or of both, is not known", () => {
                const unknown = held("other", type, { accounts: undefined });
                assert.ok(clash(one, unknown));
                assert.ok(clash(held("one", type, { accounts: undefined }), unknown));
            });

            it(`is ${regional ? "taken" : "refused"} in two regions of one account`, () => {
                assert.equal(clash(one, held("other", type, { region: "us-east-1" })), !regional);
                assert.ok(clash(one, held("other", type, { region: undefined })));
            });
        });
    }

    it("names each of three stacks the two others", () => {
        const all = ["a", "b", "c"].map((stack) => held(stack, DETECTOR));
        const stacks = sharedIn(all).map(({ others }) => others.map(({ stack }) => stack).join());
        assert.deepEqual(stacks, ["b,c", "a,c", "a,b"]);
    });

    it("is refused twice in one stack, but not where a second provider may lead elsewhere", () => {
        const one = held("one", DETECTOR, { name: "a", accounts: undefined });
        const twin = held("one", DETECTOR, { name: "b", accounts: undefined });
        assert.ok(clash(one, twin));
        const elsewhere = { ...twin, provider: "urn:other" };
        assert.deepEqual(urnsOf(one, elsewhere), []);
        assert.deepEqual(urnsOf({ ...one, region: undefined }, twin), []);
        assert.ok(clash({ ...one, accounts: [HERE] }, { ...elsewhere, accounts: [HERE] }));
    });

    it("is one thing only with the same key: the type of an analyzer, the url, a name among those of a distribution, what a monitor watches, a zone's setting", () => {
        const pairs: [string, Properties, boolean][] = [
            [ANALYZER, { type: "ACCOUNT" }, true],
            [ANALYZER, { type: "ACCOUNT_UNUSED_ACCESS" }, false],
            [ANALYZER, { type: UNKNOWN }, false],
            [OPEN_ID, { url: "ci.example.com" }, true],
            [OPEN_ID, { url: "https://ci.example.com/other" }, false],
            [OPEN_ID, { url: UNKNOWN }, false],
            [CDN, { aliases: ["eu.example.com", "app.example.com"] }, true],
            [CDN, { aliases: ["eu.example.com", UNKNOWN] }, false],
            [CDN, {}, false],
            [SETTING, { zoneId: "0f", settingId: "tls_1_3" }, false],
            [SETTING, { zoneId: UNKNOWN, settingId: "ssl" }, false],
            [RULESET, { zoneId: "0f", kind: "custom", phase: "http_ratelimit" }, false],
            [MONITOR, { monitorType: "CUSTOM", monitorDimension: "SERVICE" }, false],
            [MONITOR, { monitorType: "DIMENSIONAL", monitorDimension: "LINKED_ACCOUNT" }, false],
        ];
        for (const [type, inputs, expected] of pairs) {
            const seen = `${type} ${JSON.stringify(inputs)}`;
            assert.equal(clash(held("one", type), held("other", type, { inputs })), expected, seen);
        }
    });

    it("is another thing for another account, where one account may act for several", () => {
        const of = (stack: string, ...accounts: string[]) => held(stack, ENABLER, { accounts });
        assert.deepEqual(urnsOf(of("one", HERE), of("other", THERE)), []);
        assert.ok(clash(of("one", HERE), of("other", THERE, HERE)));
    });

    it("names types and properties that the installed packages have, each once and with a dated source", () => {
        const types = accountWide.map(({ type }) => type);
        assert.deepEqual([...new Set(types)], types);
        for (const { type, source, regional } of accountWide) {
            assert.match(source, /20\d\d-\d\d-\d\d$/, type);
            const [, of = "", path = ""] = /^(aws|cloudflare):(?:index\/)?([^:]+):/.exec(type) ?? [];
            const file = `node_modules/@pulumi/${of}/${path}.d.ts`;
            assert.ok(existsSync(file), type);
            const args = readFileSync(file, "utf8").split("Args {").at(-1) ?? "";
            // The provider gives a region to what is regional, and to nothing else.
            assert.equal(/^ {4}region\?:/m.test(args), regional, type);
            for (const property of Object.keys(NEEDED[type] ?? {})) {
                assert.match(args, new RegExp(`^ {4}${property}\\??:`, "m"), `${type} ${property}`);
            }
        }
    });
});
