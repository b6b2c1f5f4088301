import assert from "node:assert/strict";
import { afterWaking, everyWhileAwake, windowAfterWaking } from "../../../components/parts/awake.ts";

const hours = { wakesAt: 7, sleepsAt: 20 };

describe("what an environment that sleeps does in its hours", () => {
    it("begins by the clock on the wall, each working day or on one of them", () => {
        const awake = { ...hours, timezone: "Europe/Berlin" };
        assert.deepEqual(afterWaking(awake, 4, "rate(1 day)"), {
            scheduleExpression: "cron(0 11 ? * MON-FRI *)",
            scheduleExpressionTimezone: "Europe/Berlin",
        });
        assert.match(afterWaking(awake, 5, "", "MON").scheduleExpression, /^cron\(0 12 \? \* MON \*\)$/);
        assert.deepEqual(afterWaking(undefined, 4, "rate(1 day)"), { scheduleExpression: "rate(1 day)" });
    });

    it("has its windows in UTC, an hour later by the clock on the wall in summer, north and south of the equator", () => {
        for (const [timezone, window] of [
            ["UTC", "08:00-08:30"],
            ["Europe/Berlin", "07:00-07:30"],
            ["America/New_York", "13:00-13:30"],
            ["Asia/Kolkata", "02:30-03:00"],
            ["Australia/Sydney", "22:00-22:30"], // the evening before
        ] as const)
            assert.equal(windowAfterWaking({ ...hours, timezone }, 1), window, timezone);
    });

    it("has a weekly window on the day that it is there, though it is another one in UTC", () => {
        const weekly = (timezone: string, wakesAt = 7) =>
            windowAfterWaking({ ...hours, timezone, wakesAt }, 7, "wed");
        assert.equal(weekly("UTC"), "wed:14:00-wed:14:30");
        assert.equal(weekly("America/Los_Angeles", 10), "thu:01:00-thu:01:30");
        assert.equal(weekly("Pacific/Auckland", 3), "tue:22:00-tue:22:30");
        assert.equal(weekly("Asia/Kolkata", 22), "wed:23:30-thu:00:00");
    });

    it("is looked at in its hours of winter and of summer, on the days that they fall on in UTC", () => {
        const fields = (timezone: string, minutes = 5) => {
            const [, minute, all, days] = /^cron\((\S+) (\S+) \? \* (\S+) \*\)$/.exec(
                everyWhileAwake({ ...hours, timezone }, minutes),
            )!;
            return [minute, all, days];
        };
        const span = (from: number, to: number) =>
            Array.from({ length: to - from + 1 }, (_, at) => from + at).join(",");
        assert.deepEqual(fields("UTC", 1), ["*", span(7, 19), "MON-FRI"]);
        assert.deepEqual(fields("Europe/Berlin"), ["0/5", span(5, 18), "MON-FRI"]);
        assert.deepEqual(fields("Asia/Kolkata"), ["0/5", span(1, 14), "MON-FRI"]);
        assert.deepEqual(fields("Asia/Tokyo"), ["0/5", `${span(0, 10)},22,23`, "SUN-FRI"]);
        assert.deepEqual(fields("America/Los_Angeles"), ["0/5", `${span(0, 3)},${span(14, 23)}`, "MON-SAT"]);
    });
});
