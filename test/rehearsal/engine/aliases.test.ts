import assert from "node:assert/strict";
import { aliasUrns } from "../../../rehearsal/engine/aliases.ts";
import type { Alias } from "../../../rehearsal/engine/registration.ts";

const scope = { stack: "dev", project: "shop" };
const TYPE = "aws:s3/bucket:Bucket";
const OUTER = "urn:pulumi:dev::shop::my:app:Outer::outer";

function former(alias: Alias, parent?: string): string | undefined {
    return aliasUrns(scope, { type: TYPE, name: "logs", parent, aliases: [alias] }, undefined)[0];
}

describe("an alias", () => {
    it("is a whole URN, or says what differs from today's: name, type, stack or project", () => {
        assert.equal(former({ urn: "urn:pulumi:a::b::c::d" }), "urn:pulumi:a::b::c::d");
        assert.equal(former({ name: "old" }), `urn:pulumi:dev::shop::${TYPE}::old`);
        assert.equal(former({ type: "aws:s3/b:B" }), "urn:pulumi:dev::shop::aws:s3/b:B::logs");
        assert.equal(former({ stack: "live" }), `urn:pulumi:live::shop::${TYPE}::logs`);
        assert.equal(former({ project: "store" }), `urn:pulumi:dev::store::${TYPE}::logs`);
    });

    it("keeps the parent unless it names another or none", () => {
        const inner = "urn:pulumi:dev::shop::my:app:Outer$my:app:Inner::inner";
        assert.equal(former({ name: "old" }, OUTER), `urn:pulumi:dev::shop::my:app:Outer$${TYPE}::old`);
        assert.equal(
            former({ parentUrn: inner }, OUTER),
            `urn:pulumi:dev::shop::my:app:Outer$my:app:Inner$${TYPE}::logs`,
        );
        assert.equal(former({ noParent: true }, OUTER), `urn:pulumi:dev::shop::${TYPE}::logs`);
    });

    it("does not count the stack as a parent type", () => {
        const stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
        assert.equal(former({ name: "old" }, stack), `urn:pulumi:dev::shop::${TYPE}::old`);
    });
});

describe("a child of a renamed component", () => {
    const before = "urn:pulumi:dev::shop::my:app:Before::old";
    const child = (name: string, aliases: Alias[] = []) =>
        aliasUrns(scope, { type: TYPE, name, parent: OUTER, aliases }, before);

    it("was called after its parent, where it is today", () => {
        assert.deepEqual(child("outer-logs"), [`urn:pulumi:dev::shop::my:app:Before$${TYPE}::old-logs`]);
    });

    it("had its own name, where that does not begin with the parent's", () => {
        assert.deepEqual(child("logs"), [`urn:pulumi:dev::shop::my:app:Before$${TYPE}::logs`]);
    });

    it("may have been renamed at the same time", () => {
        assert.ok(
            child("outer-logs", [{ name: "outer-log" }]).includes(
                `urn:pulumi:dev::shop::my:app:Before$${TYPE}::old-log`,
            ),
        );
    });

    it("has no other former URN while its parent was found under its own", () => {
        assert.deepEqual(
            aliasUrns(scope, { type: TYPE, name: "x", parent: OUTER, aliases: [] }, undefined),
            [],
        );
    });
});
