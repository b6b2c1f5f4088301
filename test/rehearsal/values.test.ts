import assert from "node:assert/strict";
import fc from "fast-check";
import {
    OUTPUT,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    hasSecret,
    hasUnknown,
    mapValue,
    plain,
    secret,
    someValue,
    withoutOutputs,
    type Value,
} from "../../rehearsal/values.ts";

const output = (more: { [key: string]: Value }): Value => ({ [SIGNATURE]: OUTPUT, ...more });

describe("a wire value", () => {
    it("is rebuilt from its leaves up", () => {
        const seen: Value[] = [];
        mapValue({ a: [1, { b: 2 }] }, (part) => {
            seen.push(part);
            return typeof part === "number" ? part + 1 : part;
        });
        assert.deepEqual(seen, [1, 2, { b: 3 }, [2, { b: 3 }], { a: [2, { b: 3 }] }]);
    });

    it("is unknown as the reserved string and as an output without a value, however deep", () => {
        assert.equal(hasUnknown({ a: [{ b: UNKNOWN }] }), true);
        assert.equal(hasUnknown([output({ dependencies: [] })]), true);
        assert.equal(hasUnknown(secret(UNKNOWN)), true);
        assert.equal(hasUnknown([output({ value: null }), `no ${UNKNOWN}`, null]), false);
        assert.equal(hasUnknown(undefined), false);
    });

    it("is secret as a secret and as a secret output, however deep", () => {
        assert.equal(hasSecret({ a: [secret("x")] }), true);
        assert.equal(hasSecret({ a: output({ value: "x", secret: true }) }), true);
        assert.equal(hasSecret({ a: output({ value: "x", secret: false }), b: SECRET }), false);
    });

    it("holds outputs that become a value, a secret or an unknown", () => {
        assert.deepEqual(
            withoutOutputs({
                known: output({ value: 1, dependencies: ["urn"] }),
                hidden: output({ value: "x", secret: true }),
                later: output({}),
                hiddenLater: output({ secret: true }),
                inside: [output({ value: { deep: output({ value: true }) } })],
            }),
            {
                known: 1,
                hidden: secret("x"),
                later: UNKNOWN,
                hiddenLater: secret(UNKNOWN),
                inside: [{ deep: true }],
            },
        );
    });

    it("is plain without secrets, also one in another and one without a value", () => {
        assert.deepEqual(plain({ a: secret({ b: secret("x") }), c: output({ value: 0, secret: true }) }), {
            a: { b: "x" },
            c: 0,
        });
        assert.equal(plain({ [SIGNATURE]: SECRET, ciphertext: "…" }), null);
    });

    it("survives any JSON: nothing to open changes nothing", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                assert.deepEqual(plain(value as Value), value);
                assert.equal(
                    someValue(value as Value, () => true),
                    true,
                );
            }),
        );
    });
});
