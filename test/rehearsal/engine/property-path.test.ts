import assert from "node:assert/strict";
import fc from "fast-check";
import { parsePath, withIgnoredChanges } from "../../../rehearsal/engine/property-path.ts";
import type { Properties } from "../../../rehearsal/values.ts";

describe("a property path", () => {
    for (const [path, steps] of [
        ["tags", ["tags"]],
        ["a.b.c", ["a", "b", "c"]],
        ["rules[0].ports", ["rules", "0", "ports"]],
        ["rules[*].ports[*]", ["rules", "*", "ports", "*"]],
        ['tags["a.b"]', ["tags", "a.b"]],
        ['["root key"]["and"].more', ["root key", "and", "more"]],
        ['tags["say \\"hi\\""]', ["tags", 'say "hi"']],
        ['tags["[0]"]', ["tags", "[0]"]],
        ["*", ["*"]],
    ] as const) {
        it(`${path} has the steps ${JSON.stringify(steps)}`, () => {
            assert.deepEqual(parsePath(path), steps);
        });
    }
});

describe("ignored changes", () => {
    const ignoring = (now: Properties, before: Properties, ...paths: string[]) =>
        withIgnoredChanges(now, before, paths);

    it("stay as they were: a changed value, a new one and one that is gone", () => {
        assert.deepEqual(ignoring({ a: 2, x: 1 }, { a: 1 }, "a"), { a: 1, x: 1 });
        assert.deepEqual(ignoring({ a: 2 }, {}, "a"), {});
        assert.deepEqual(ignoring({}, { a: 1 }, "a"), { a: 1 });
    });

    it("reach into objects and lists, and with a star into every member", () => {
        const before: Properties = { rules: [{ p: 1, q: 1 }, { p: 2 }], tags: { "a.b": "old", c: "old" } };
        const now: Properties = { rules: [{ p: 9, q: 9 }, { p: 9 }], tags: { "a.b": "new", c: "new" } };
        assert.deepEqual(ignoring(now, before, "rules[0].p", 'tags["a.b"]'), {
            rules: [{ p: 1, q: 9 }, { p: 9 }],
            tags: { "a.b": "old", c: "new" },
        });
        assert.deepEqual(ignoring(now, before, "rules[*].p").rules, [{ p: 1, q: 9 }, { p: 2 }]);
        assert.deepEqual(ignoring(now, before, "*"), before);
    });

    it("leave alone what the path does not fit", () => {
        assert.deepEqual(ignoring({ a: [1] }, { a: { b: 1 } }, "a.b", "a[0].c", "a.b.c"), { a: [1] });
    });

    it("leave a list's new items as they are", () => {
        assert.deepEqual(ignoring({ a: [{ p: 1 }, { p: 5 }] }, { a: [{ p: 0 }] }, "a[0].p"), {
            a: [{ p: 0 }, { p: 5 }],
        });
    });

    it("never fail, whatever the path, and change neither side", () => {
        const values = fc.dictionary(fc.string(), fc.jsonValue(), {
            noNullPrototype: true,
        }) as fc.Arbitrary<Properties>;
        fc.assert(
            fc.property(values, values, fc.array(fc.string()), (now, before, paths) => {
                const copies = [structuredClone(now), structuredClone(before)];
                withIgnoredChanges(now, before, paths);
                assert.deepEqual([now, before], copies);
            }),
        );
    });
});
