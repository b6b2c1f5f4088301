import assert from "node:assert/strict";
import { downtimeOf, mutesOf } from "../../../../components/watch/datadog/downtime.ts";
import { throughClient } from "../../../support/datadog-client.ts";

const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const hoursOf = (wakesAt: number, sleepsAt: number) => ({ timezone: "Europe/Berlin", wakesAt, sleepsAt });
const attributesAt = (now: string, own: Partial<ReturnType<typeof hoursOf>> = {}) =>
    downtimeOf({ ...hoursOf(7, 20), ...own }, "shop-live", new Date(now)).data.attributes;

/** The hours of a week from Monday on, each by whether somebody is muted in it. */
function muted(wakesAt: number, sleepsAt: number): boolean[] {
    const week = Array.from({ length: 168 }, () => false);
    for (const { days: on, hour, hours } of mutesOf(hoursOf(wakesAt, sleepsAt)))
        for (const day of on)
            for (let at = 0; at < hours; at++) week[(days.indexOf(day) * 24 + hour + at) % 168] = true;
    return week;
}

describe("what is muted in Datadog while an environment sleeps", () => {
    it("is each hour of the week in which it sleeps, and one in which it wakes up", () => {
        for (const [wakesAt, sleepsAt] of [
            ...[[7, 20] as const, [0, 10] as const, [14, 24] as const, [8, 18] as const, [0, 23] as const],
        ]) {
            const expected = Array.from({ length: 168 }, (_, at) => {
                const [day, hour] = [Math.floor(at / 24), at % 24];
                return day > 4 || hour < wakesAt + 1 || hour >= sleepsAt;
            });
            assert.deepEqual(muted(wakesAt, sleepsAt), expected, `${wakesAt} to ${sleepsAt}`);
        }
    });

    it("is a weekend and no night where there is none", () => {
        assert.deepEqual(mutesOf(hoursOf(0, 24)), [{ days: ["SA"], hour: 0, hours: 49 }]);
    });

    it("begins by the clock on the wall there, at a time that is still to come: Datadog takes no other", () => {
        const starts = (now: string, own = {}) =>
            attributesAt(now, own).schedule.recurrences.map(({ start }) => start);
        // A Monday, at noon there; and half past eight there, when it has begun to sleep.
        assert.deepEqual(starts("2026-11-23T11:00:00Z"), ["2026-11-23T20:00:00", "2026-11-27T20:00:00"]);
        assert.deepEqual(starts("2026-11-23T19:30:00Z"), ["2026-11-24T20:00:00", "2026-11-27T20:00:00"]);
        // In summer it is two hours, and on a Saturday Friday is six days away.
        assert.deepEqual(starts("2026-07-11T17:59:00Z"), ["2026-07-13T20:00:00", "2026-07-17T20:00:00"]);
        const tokyo = { timezone: "Asia/Tokyo", sleepsAt: 24 };
        assert.deepEqual(starts("2026-11-23T16:00:00Z", tokyo), [
            "2026-11-25T00:00:00",
            "2026-11-28T00:00:00",
        ]);
        for (let hour = 0; hour < 168; hour++) {
            const now = new Date(Date.parse("2026-01-05T00:30:00Z") + hour * 3_600_000);
            const [night, weekend] = starts(now.toISOString(), { timezone: "UTC" }).map((one) =>
                Date.parse(`${one}Z`),
            );
            assert.ok(night! > now.getTime() && weekend! > now.getTime(), now.toISOString());
            assert.ok(weekend! - now.getTime() <= 7 * 86_400_000);
        }
    });

    it("is of the environment's own monitors, and what is wrong after it is told", () => {
        const { monitor_identifier, notify_end_states, notify_end_types } =
            attributesAt("2026-11-23T11:00:00Z");
        assert.deepEqual(monitor_identifier, { monitor_tags: ["environment:shop-live"] });
        assert.deepEqual([notify_end_states, notify_end_types], [["alert", "no data"], ["expired"]]);
    });

    it("is what Datadog's own client reads and writes unchanged, and a slip of the pen is found", () => {
        const json = downtimeOf(hoursOf(7, 20), "shop-live", new Date());
        const through = (one: unknown) => throughClient(one, "DowntimeCreateRequest", "v2");
        assert.deepEqual(through(json), { strange: [], back: json });
        const { attributes, ...data } = json.data;
        const [first, ...others] = attributes.schedule.recurrences;
        const slips = [
            { notify_end_types: ["ended"] },
            { scopes: attributes.scope },
            { monitor_identifier: { tags: ["a:b"] } },
            { schedule: { recurrences: [{ ...first, rule: "FREQ=DAILY" }, ...others] } },
        ].map((slip) => ({ data: { ...data, attributes: { ...attributes, ...slip } } }));
        for (const one of slips) assert.notDeepEqual(through(one).strange, [], JSON.stringify(one));
    });
});
