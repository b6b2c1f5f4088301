import assert from "node:assert/strict";
import fc from "fast-check";
import { nextName } from "../../../../scripts/lib/restore/names.ts";

describe("the name of the next generation", () => {
    it("is the one after the last that was used, though one before it is free", () => {
        assert.equal(nextName(["a"]), "b");
        assert.equal(nextName(["a", "d"]), "e");
        assert.equal(nextName([]), "a");
    });

    it("goes on after z, and passes by names that a person chose", () => {
        assert.equal(nextName(["z"]), "a1");
        assert.equal(nextName(["z1", "b"]), "a2");
        assert.equal(nextName(["b", "legacy", "a01", "zz9"]), "c");
    });

    it("is new and valid, a thousand restores long", () => {
        const names: string[] = [];
        for (let count = 0; count < 1000; count++) names.push(nextName(names));
        assert.equal(new Set(names).size, 1000);
        assert.ok(names.every((name) => /^[a-z][a-z0-9]{0,7}$/.test(name)));
    });

    it("is never one of those that were used", () => {
        const name = fc.stringMatching(/^[a-z][a-z0-9]{0,3}$/);
        fc.assert(fc.property(fc.array(name), (used) => !used.includes(nextName(used))));
    });
});
