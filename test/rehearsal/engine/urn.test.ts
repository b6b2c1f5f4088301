import assert from "node:assert/strict";
import {
    STACK_TYPE,
    isProviderType,
    nameOf,
    packageOf,
    qualifiedTypeOf,
    typeOf,
    urnOf,
} from "../../../rehearsal/engine/urn.ts";

const scope = { stack: "dev", project: "shop" };

describe("a URN", () => {
    it("tells the types above a resource, its own type and its name", () => {
        const outer = urnOf(scope, undefined, "my:app:Outer", "o");
        const urn = urnOf(scope, outer, "aws:s3/bucket:Bucket", "logs");
        assert.equal(urn, "urn:pulumi:dev::shop::my:app:Outer$aws:s3/bucket:Bucket::logs");
        assert.equal(qualifiedTypeOf(urn), "my:app:Outer$aws:s3/bucket:Bucket");
        assert.equal(typeOf(urn), "aws:s3/bucket:Bucket");
        assert.equal(nameOf(urn), "logs");
    });

    it("may have :: and $ in the name", () => {
        const urn = urnOf(scope, undefined, "a:b:C", "x::y$z");
        assert.deepEqual([nameOf(urn), typeOf(urn)], ["x::y$z", "a:b:C"]);
    });

    it("leaves the stack out of the types", () => {
        const stack = urnOf(scope, undefined, STACK_TYPE, "shop-dev");
        assert.equal(urnOf(scope, stack, "a:b:C", "x"), "urn:pulumi:dev::shop::a:b:C::x");
    });

    it("belongs to a package, a provider's to the one that it provides", () => {
        assert.equal(packageOf("aws:s3/bucket:Bucket"), "aws");
        assert.equal(packageOf("pulumi:providers:random"), "random");
        assert.equal(packageOf("pulumi:pulumi:StackReference"), "pulumi");
        assert.deepEqual([isProviderType("pulumi:providers:aws"), isProviderType(STACK_TYPE)], [true, false]);
    });
});
