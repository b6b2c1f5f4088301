import assert from "node:assert/strict";
import { LocalFirewall } from "../../support/local-firewall.ts";
import { inputsOf } from "../recorded.ts";
import { aclOf, built, freshFirewall } from "./firewall/asked.ts";

describe("Firewall", () => {
    const { let_, post, ask, status, renew } = freshFirewall();

    it("lets an address ask as often as the limit says, and not once more, until five minutes are over", () => {
        assert.equal(
            let_(2001, () => ({ ip: "198.51.100.7" })),
            2000,
        );
        assert.equal(status({ ip: "198.51.100.7", at: 299 }), 429);
        assert.equal(status({ ip: "198.51.100.8" }), "allowed");
        assert.equal(status({ ip: "198.51.100.7", at: 600 }), "allowed");
    });

    it("lets a user ask as often as their own limit says, from however many addresses", () => {
        const as = (session: string) => (at: number) => ({
            ip: `198.51.100.${at % 200}`,
            headers: { cookie: `theme=dark; session=${session}` },
        });
        assert.equal(let_(1001, as("ann")), 1000);
        assert.equal(status(as("bob")(0)), "allowed");
    });

    it("tells users by a cookie of any name that a cookie may have", async () => {
        await renew({ userBy: "cookie:connect.sid", requestsPerUser: 10 });
        const as = (cookie: string) => () => ({ headers: { cookie } });
        assert.equal(let_(11, as("a=b; connect.sid=s%3Aann")), 10);
        assert.equal(let_(20, as("connectxsid=s%3Aann")), 20, "another cookie is nobody's");
    });

    it("tells users by a header where they have one, in whatever letters the setting has it", async () => {
        await renew({ userBy: "header:X-API-Key", requestsPerUser: 10 });
        const as = (key: string) => () => ({ headers: { "x-api-key": key } });
        assert.equal(let_(11, as("k1")), 10);
        assert.equal(status(as("k2")()), "allowed");
        assert.equal(
            let_(20, () => ({})),
            20,
            "who has no key is nobody's",
        );
    });

    it("does not count a load test, and one who guesses its header is counted", () => {
        const test = (value: string) => () => ({ path: "/login", headers: { "x-load-test": value } });
        assert.equal(let_(3000, test("firewall-load-test")), 3000);
        assert.equal(let_(51, test("guess")), 50);
    });

    it("only counts while it is asked to", async () => {
        await renew({ mode: "count" });
        assert.deepEqual(ask(post("/", 10 ** 9)), { answer: "allowed", found: ["body-size"] });
    });

    it("asks AWS's groups last, each of which stops what it finds", async () => {
        const { rules } = (await aclOf()) as {
            rules: { name: string; priority: number; overrideAction?: object }[];
        };
        const groups = rules.filter(({ overrideAction }) => overrideAction);
        assert.deepEqual(
            groups.map(({ name }) => name.replace("AWSManagedRules", "")),
            ["AmazonIpReputationList", "KnownBadInputsRuleSet", "CommonRuleSet", "SQLiRuleSet"],
        );
        assert.ok(groups.every(({ overrideAction }) => JSON.stringify(overrideAction) === '{"none":{}}'));
        assert.deepEqual(
            rules.map(({ priority }) => priority),
            rules.map((_, at) => at),
        );
        assert.deepEqual(rules.slice(-4), groups);
    });

    it("logs what it found, and hides what lets people in", async () => {
        const made = await built({ userBy: "header:X-API-Key" });
        const { redactedFields } = inputsOf(
            made,
            "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        ) as {
            redactedFields: { singleHeader?: { name: string } }[];
        };
        const hidden = redactedFields.map(({ singleHeader }) => singleHeader?.name ?? "the query");
        assert.deepEqual(hidden, [
            "the query",
            "authorization",
            "cookie",
            "referer",
            "x-load-test",
            "x-api-key",
        ]);
        // WAF writes to buckets of this name only, and Pulumi adds to it.
        assert.ok(
            made.some(({ type, name }) => type === "aws:s3/bucket:Bucket" && name.startsWith("aws-waf-logs")),
        );
    });

    it("shows to nobody what lets people in: in no sample, and not as whom a rate has counted", async () => {
        const hiddenBy = async (userBy: string) => {
            const { dataProtectionConfig } = (await aclOf({ userBy })) as {
                dataProtectionConfig: { dataProtections: { action: string; field: object }[] };
            };
            const all = dataProtectionConfig.dataProtections;
            assert.ok(
                all.every(
                    ({ action, ...more }) => action === "SUBSTITUTION" && Object.keys(more).length === 1,
                ),
            );
            return all.map(({ field }) => field);
        };
        const always = ["authorization", "cookie", "referer", "x-load-test"];
        const fields = (headers: string[], cookie: string) => [
            { fieldType: "SINGLE_HEADER", fieldKeys: [...always, ...headers] },
            { fieldType: "SINGLE_COOKIE", fieldKeys: [cookie] },
            ...[{ fieldType: "QUERY_STRING" }, { fieldType: "BODY" }],
        ];
        assert.deepEqual(await hiddenBy("header:X-API-Key"), fields(["x-api-key"], "session"));
        assert.deepEqual(await hiddenBy("cookie:connect.sid"), fields([], "connect.sid"));
    });

    it("is refused by the tests' evaluator where it says something that that does not know", async () => {
        const { rules } = (await aclOf()) as { rules: object[] };
        const key = { name: "session", textTransformations: [{ priority: 0, type: "MD5" }] };
        const rate = { limit: 10, aggregateKeyType: "CUSTOM_KEYS", customKeys: [{ cookie: key }] };
        for (const [odd, why] of [
            [{ ...rules[0], captchaConfig: {} }, /does not know captchaConfig/],
            [{ ...rules[0], statement: { rateBasedStatement: rate } }, /does not know MD5/],
        ] as const) {
            const built = new LocalFirewall({ rules: [odd], defaultAction: { allow: {} } } as never);
            assert.throws(() => built.ask({ headers: { cookie: "session=1" } }), why);
        }
        const rule = { name: "x", priority: 0, action: { block: {} }, statement: { geoMatchStatement: {} } };
        const strange = new LocalFirewall({ rules: [rule], defaultAction: { allow: {} } } as never);
        assert.throws(() => strange.ask({}), /does not know geoMatchStatement/);
    });
});
