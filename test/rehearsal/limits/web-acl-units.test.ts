import assert from "node:assert/strict";
import { unitsOf } from "../../../rehearsal/limits/web-acl-units.ts";

describe("the capacity units of a web ACL", () => {
    const set = { ipSetReferenceStatement: { arn: "arn:set" } };

    it("count a set of addresses once wherever it stands, and what nobody knows as none", () => {
        assert.equal(unitsOf(set), 1);
        const both = { orStatement: { statements: [set, set] } };
        const named = { byteMatchStatement: { searchString: "app.example.com" } };
        const statement = { andStatement: { statements: [both, named] } };
        assert.equal(unitsOf({ notStatement: { statement } }), 2);
    });

    it("count a rate by a forwarded address as one by an address, with what it looks among", () => {
        const rate = { limit: 100, aggregateKeyType: "FORWARDED_IP", scopeDownStatement: set };
        assert.equal(unitsOf({ rateBasedStatement: rate }), 3);
    });
});
