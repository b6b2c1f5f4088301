import assert from "node:assert/strict";
import { unitsOf } from "../../../rehearsal/limits/web-acl-units.ts";
import type { Value } from "../../../rehearsal/values.ts";

describe("the capacity units of a web ACL", () => {
    const set = { ipSetReferenceStatement: { arn: "arn:set" } };
    const looking = (...types: string[]) => ({
        fieldToMatch: { uriPath: {} },
        textTransformations: types.map((type, priority) => ({ type, priority })),
    });
    const exactly = { searchString: "/a", positionalConstraint: "EXACTLY" };
    const of = (...statements: Value[]) => unitsOf(statements.map((statement) => ({ statement })));
    const sure = (units: number) => ({ least: units, most: units });

    it("are those of each statement, wherever it stands", () => {
        assert.deepEqual(of(set), sure(1));
        const named = { byteMatchStatement: { ...exactly, ...looking("NONE") } };
        const both = { orStatement: { statements: [set, named] } };
        const statement = { andStatement: { statements: [both, { regexMatchStatement: looking("NONE") }] } };
        assert.deepEqual(of({ notStatement: { statement } }), sure(6));
        const size = { sizeConstraintStatement: looking("NONE") };
        assert.deepEqual(of(size, { regexPatternSetReferenceStatement: looking("NONE") }), sure(26));
        const wide = { ...exactly, positionalConstraint: "CONTAINS_WORD", ...looking("NONE") };
        assert.deepEqual(of({ byteMatchStatement: wide }), sure(10));
    });

    it("are more for what is changed first, once or each time: AWS says that it may be once", () => {
        const path = { byteMatchStatement: { ...exactly, ...looking("URL_DECODE", "LOWERCASE") } };
        assert.deepEqual(of(path), sure(22));
        assert.deepEqual(of(path, { notStatement: { statement: path } }), { least: 24, most: 44 });
    });

    it("are more for a body of JSON, every argument, and any place in a list of addresses", () => {
        const by = (part: string) => ({ regexMatchStatement: { fieldToMatch: { [part]: {} } } });
        assert.deepEqual(of(by("jsonBody"), by("allQueryArguments")), sure(6 + 13));
        const any = { arn: "arn:set", ipSetForwardedIpConfig: { position: "ANY" } };
        assert.deepEqual(of({ ipSetReferenceStatement: any }), sure(5));
    });

    it("count a rate by what it counts by, with what it looks among", () => {
        const rate = { limit: 100, aggregateKeyType: "FORWARDED_IP", scopeDownStatement: set };
        assert.deepEqual(of({ rateBasedStatement: rate }), sure(3));
        const user = { limit: 100, customKeys: [{ cookie: { name: "session" } }] };
        assert.deepEqual(of({ rateBasedStatement: user }), sure(32));
    });

    it("count AWS's groups as their pages do, and what nobody knows as none", () => {
        const group = (name: string) => ({ managedRuleGroupStatement: { vendorName: "AWS", name } });
        const ours = ["AmazonIpReputationList", "KnownBadInputsRuleSet", "CommonRuleSet", "SQLiRuleSet"];
        assert.deepEqual(of(...ours.map((one) => group(`AWSManagedRules${one}`))), sure(1125));
        assert.deepEqual(of(group("toString"), { strangeStatement: { size: 1 } }), sure(0));
    });
});
