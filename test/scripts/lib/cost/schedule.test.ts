import assert from "node:assert/strict";
import { runsAMonth } from "../../../../scripts/lib/cost/schedule.ts";

describe("a schedule", () => {
    for (const [expression, runs] of [
        ["rate(1 minute)", 43_800],
        ["rate(5 minutes)", 8760],
        ["rate(1 hour)", 730],
        ["cron(17 * * * ? *)", 730],
        ["cron(0 0 ? * * *)", 30.42],
        ["cron(0/15 * * * ? *)", 2920],
        ["cron(0 8 ? * WED *)", 4.35],
        ["cron(0 8 ? * MON-FRI *)", 21.73],
        ["cron(0 6,18 1 * ? *)", 2],
        ["at(2026-11-22T00:00:00)", 0],
        [undefined, 0],
    ] as const) {
        it(`${expression ?? "that only the cloud knows"} fires ${runs} times a month`, () => {
            assert.equal(Number(runsAMonth(expression).toFixed(2)), runs);
        });
    }
});
