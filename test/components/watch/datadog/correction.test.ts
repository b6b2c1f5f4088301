import assert from "node:assert/strict";
import { correctionsOf } from "../../../../components/watch/datadog/correction.ts";
import { throughClient } from "../../../support/datadog-client.ts";

const of = (timezone: string, wakesAt: number, sleepsAt: number) =>
    correctionsOf({ timezone, wakesAt, sleepsAt });
const windows = (...hours: Parameters<typeof of>) =>
    of(...hours).map(({ start, duration, rrule }) => [
        new Date(start * 1000).toISOString().slice(0, 16),
        duration / 3600,
        rrule.split("=").at(-1),
    ]);

describe("what SLOs in Datadog leave out of an environment that sleeps", () => {
    it("begins on the first of its days when it goes to sleep there, and ends an hour after it wakes", () => {
        assert.deepEqual(windows("UTC", 7, 20), [
            ["2026-01-05T20:00", 12, "MO,TU,WE,TH"],
            ["2026-01-09T20:00", 60, "FR"],
        ]);
        assert.deepEqual(windows("Europe/Berlin", 7, 20)[0], ["2026-01-05T19:00", 12, "MO,TU,WE,TH"]);
        assert.deepEqual(windows("America/New_York", 7, 20)[1], ["2026-01-10T01:00", 60, "FR"]);
        assert.deepEqual(windows("Asia/Kolkata", 14, 24)[0], ["2026-01-05T18:30", 15, "TU,WE,TH,FR"]);
        assert.deepEqual(windows("UTC", 0, 24), [["2026-01-10T00:00", 49, "SA"]]);
    });

    it("is the same at every deployment, and at most three a week, which is all that an SLO takes", () => {
        assert.deepEqual(of("Europe/Berlin", 7, 20), of("Europe/Berlin", 7, 20));
        for (const sleepsAt of [10, 23, 24]) assert.ok(of("UTC", 0, sleepsAt).length <= 3);
    });

    it("is what Datadog's own client reads and writes unchanged, and a slip of the pen is found", () => {
        const slo_id = "0123456789abcdef0123456789abcdef";
        const through = (correction: object) => {
            const json = { data: { type: "correction", attributes: { slo_id, ...correction } } };
            return { json, ...throughClient(json, "SLOCorrectionCreateRequest") };
        };
        for (const correction of of("Europe/Berlin", 7, 20)) {
            const { json, strange, back } = through(correction);
            assert.deepEqual({ strange, back }, { strange: [], back: json });
            for (const slip of [{ category: "Sleep" }, { r_rule: "FREQ=DAILY" }])
                assert.notDeepEqual(through({ ...correction, ...slip }).strange, [], JSON.stringify(slip));
        }
    });
});
