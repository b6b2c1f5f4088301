import assert from "node:assert/strict";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import { rehearsed } from "../support/rehearsed.ts";
import { withDatadog } from "../support/with-datadog.ts";

type Monitor = { tags: string[] };

describe("Datadog in an environment that sleeps", function () {
    // A rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);
    let asleep: readonly Resource[];

    before(async () => {
        const { resources, faults } = await rehearsed("staging", "deploy", withDatadog("staging"));
        assert.deepEqual(faults, []);
        asleep = resources;
    });

    it("mutes each of its monitors at night and at weekends, and looks from outside by day alone", () => {
        const found = (type: string) => asleep.filter((one) => one.type.endsWith(`:${type}`));
        const [downtime, ...others] = found("DowntimeSchedule");
        assert.deepEqual(others, []);
        const [tag] = (downtime!.inputs.monitorIdentifier as { monitorTags: string[] }).monitorTags;
        assert.equal(tag, "environment:airworthy-staging");
        // Its start is past at the next deployment, and Datadog takes none that is.
        assert.deepEqual(downtime!.ignoreChanges, ["recurringSchedule"]);
        const tags = found("MonitorJson").map(
            ({ inputs }) => (JSON.parse(String(inputs.monitor)) as Monitor).tags,
        );
        const [test] = found("SyntheticsTest");
        for (const one of [...tags, test!.inputs.tags as string[]]) assert.ok(one.includes(tag!));
        const { recurrences, timezone } = downtime!.inputs.recurringSchedule as {
            recurrences: { duration: string; rrule: string; start: string }[];
            timezone: string;
        };
        assert.deepEqual(
            recurrences.map(({ duration, rrule }) => [duration, rrule.split("=").at(-1)]),
            [
                ["12h", "MO,TU,WE,TH"],
                ["60h", "FR"],
            ],
        );
        for (const { start } of recurrences) assert.match(start, /T20:00:00$/);
        const { scheduling } = test!.inputs.optionsList as {
            scheduling: { timezone: string; timeframes: object[] };
        };
        assert.deepEqual([timezone, scheduling.timezone, scheduling.timeframes.length], ["UTC", "UTC", 5]);
    });

    it("leaves its nights and weekends out of every SLO", () => {
        const found = (type: string) => asleep.filter((one) => one.type.endsWith(`:${type}`));
        const corrections = found("SloCorrection").map(({ inputs }) => inputs);
        const objectives = found("ServiceLevelObjective");
        assert.ok(objectives.length > 0);
        for (const { id } of objectives) {
            const own = corrections.filter(({ sloId }) => sloId === id);
            assert.deepEqual(own.map(({ rrule, duration, timezone }) => [rrule, duration, timezone]).sort(), [
                ["FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", 60 * 3600, "UTC"],
                ["FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH", 12 * 3600, "UTC"],
            ]);
        }
        assert.equal(corrections.length, 2 * objectives.length);
    });
});
