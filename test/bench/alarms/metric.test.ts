import assert from "node:assert/strict";
import { Metric } from "../../../bench/alarms/metric.ts";

describe("a metric", () => {
    const rows = [[1, 2], [], [4], [0.05, 0.1, 0.2, 3]];
    const metric = new Metric((minute) => rows[minute] ?? [], 0, rows.length);
    const of = (stat: string, period = 4, end = 4) => metric.at(stat, period, end);

    it("has the statistics of all that was said in a period", () => {
        const stats = ["Sum", "Average", "Minimum", "Maximum"].map((stat) => of(stat, 3, 3));
        assert.deepEqual(stats, [7, 7 / 3, 1, 4]);
    });

    it("has the percentile, and the percentage of what is no higher than a bound", () => {
        assert.equal(of("SampleCount"), 7);
        assert.deepEqual([of("p50"), of("p95"), of("PR(:0.1)", 1), of("PR(:2)")], [1, 4, 50, (100 * 5) / 7]);
    });

    it("has nothing where nothing was said, before its beginning, and after its end", () => {
        assert.deepEqual(
            [of("Sum", 1, 2), of("Sum", 2, 0), of("Sum", 1, 9)],
            [undefined, undefined, undefined],
        );
    });

    it("refuses a statistic that it does not know", () => {
        for (const stat of ["tm99", "IQM", "PR(1:2)"]) assert.throws(() => of(stat), /no statistic that/);
    });
});
