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
        ["rate(0 minute)", 0],
        ["cron(0-30/10 * * * ? *)", 2920],
        ["cron(0 8 ? * FRI-MON *)", 17.38],
        ["rate(0 hours)", undefined],
        ["cron(soon)", undefined],
        [undefined, undefined],
    ] as const) {
        it(`${expression ?? "that only the cloud knows"} fires ${runs ?? "nobody knows how many"} times a month`, () => {
            const found = runsAMonth(expression);
            assert.equal(found && Number(found.toFixed(2)), runs);
        });
    }
});
