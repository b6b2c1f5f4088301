import assert from "node:assert/strict";
import { compiled, type Value } from "../../../bench/alarms/math.ts";

type Series = Record<string, Value[]>;

/** What an expression comes to at each time. */
function values(expression: string, series: Series, fillsNothing = true): Value[] {
    const get = (id: string) => {
        if (!series[id]) throw new Error(`${id} is none.`);
        return { at: (minute: number) => series[id]![minute], isScalar: false };
    };
    const result = compiled(expression, { get, period: 1, range: 3, fillsNothing });
    return Object.values(series)[0]!.map((_, minute) => result.at(minute));
}
const no = undefined;

describe("metric math", () => {
    it("takes a missing number for 0 beside one that is there, and drops what would divide by zero", () => {
        assert.deepEqual(values("a - b", { a: [3, no, no], b: [1, 2, no] }), [2, -2, no]);
        assert.deepEqual(values("100 * a / b", { a: [1, 1, no], b: [4, no, 5] }), [25, no, 0]);
        assert.deepEqual(values("a >= 20", { a: [19, 20, no] }), [0, 1, no]);
    });

    it("has the IF of AWS's examples: what has no condition is dropped, and a missing value is 0", () => {
        const series = { c: [1, 1, 0, 0, no], m: [30, no, 0, 0, 30], other: [0, 0, 20, no, 20] };
        assert.deepEqual(values("IF(c, m, other)", series), [30, 0, 20, no, no]);
        assert.deepEqual(values("IF(c, 5, other)", series), [5, 5, 20, no, no]);
        assert.deepEqual(values("IF(c, m, 5)", series), [30, 0, 5, 5, no]);
    });

    it("sums a list and takes its highest over what is there", () => {
        assert.deepEqual(values("SUM([a, b])", { a: [1, no, no], b: [2, 3, no] }), [3, 3, no]);
        assert.deepEqual(values("MAX([a, b])", { a: [-1, no, no], b: [-2, -3, no] }), [-1, -3, no]);
    });

    it("rates by the second, from one data point to the next", () => {
        assert.deepEqual(values("-RATE(a)", { a: [600, 540, no, 0] }), [no, 1, no, no]);
    });

    it("fills what is missing; of a row without any number no source says, so both are to be had", () => {
        const series = { a: [1, no, no, no, no] };
        assert.deepEqual(values("FILL(a, 0)", series), [1, 0, 0, 0, 0]);
        assert.deepEqual(values("FILL(a, 0)", series, false), [1, 0, 0, no, no]);
    });

    it("binds as is written: parentheses, products before sums, sums before comparisons", () => {
        assert.deepEqual(values("(a + 2) * 3 > a + 2 * 3", { a: [0, 1] }), [0, 1]);
    });

    for (const unknown of [
        "AVG([a, b])",
        "SUM(a)",
        "IF(a, b)",
        "FILL(a, REPEAT)",
        "a AND b",
        "a ^ 2",
        "[a, b]",
        "a b",
        "MAX([a, b]",
        "SEARCH('x')",
        "a +",
    ])
        it(`refuses ${unknown}, which it does not know`, () => {
            assert.throws(() => values(unknown, { a: [1], b: [2] }));
        });
});
