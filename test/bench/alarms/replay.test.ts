import assert from "node:assert/strict";
import { Alarm, type AlarmProps } from "../../../bench/alarms/alarm.ts";
import type { Thing } from "../../../bench/alarms/emitters.ts";
import { mutationsOf } from "../../../bench/alarms/mutations.ts";
import { alarmsOf, statedOf, type Rehearsed } from "../../../bench/alarms/rehearsed.ts";
import { Replay } from "../../../bench/alarms/replay.ts";
import { plain } from "../../../rehearsal/values.ts";
import { rehearsed } from "../../support/rehearsed.ts";
import { withDatadog } from "../../support/with-datadog.ts";

const thingsOf = (resources: Awaited<ReturnType<typeof rehearsed>>["resources"]) =>
    resources.map(({ type, name, outputs }): Thing => ({ type, name, outputs: plain(outputs) }));

describe("the alarms of production, as they are rehearsed", () => {
    let all: Rehearsed[];
    let replay: Replay, backwards: Replay;

    before(async function () {
        this.timeout(600_000);
        const { resources } = await rehearsed("production", "deploy");
        const things = thingsOf(resources);
        all = alarmsOf(things);
        replay = new Replay(things, "airworthy-production", 1);
        backwards = new Replay(things.toReversed(), "airworthy-production", 1);
    });

    it("each ring for their faults within what they say, and for nothing on quiet days", function () {
        this.timeout(300_000);
        assert.ok(all.length > 50, `There are ${all.length} only.`);
        assert.deepEqual(
            all.flatMap((alarm) => replay.complaint(alarm, all) ?? []),
            [],
        );
    });

    it("are judged alike, in whichever order things were made: that differs from run to run", () => {
        for (const what of ["errors-primary", "latency-alternate"]) {
            const one = all.find((alarm) => alarm.what === what)!;
            assert.equal(backwards.complaint(one, all), undefined);
        }
    });

    it("are found out with ten times the threshold, a wrong dimension, or other missing data, each of them", function () {
        this.timeout(300_000);
        const missed = all.flatMap((alarm) => {
            if (!("props" in alarm)) return [];
            const { what } = alarm;
            const isMissed = (props: AlarmProps) => replay.complaint({ what, props }, all) === undefined;
            return mutationsOf(alarm.props).flatMap(({ says, props }) =>
                isMissed(props) ? `${what}: ${says}` : [],
            );
        });
        assert.deepEqual(missed, []);
    });

    it("have a fault each: one that nothing is known of is found out, and one that does not say how long it takes", () => {
        const [first] = all.filter((alarm) => "props" in alarm);
        assert.match(replay.complaint({ ...first!, what: "new" }, all)!, /new: nobody knows a fault/);
        const props = { ...first!.props, alarmDescription: "Something is wrong." };
        assert.throws(
            () => replay.complaint({ ...first!, props }, all),
            /does not say within how many minutes/,
        );
    });

    it("page nobody on a quiet day, and somebody within 5 minutes when nobody answers in the dead of night", () => {
        const page = all.find(({ what }) => what === "users-are-hurt")!;
        assert.deepEqual(replay.rang(page, all, 3), []);
        for (const trouble of [{ tasks: "unhealthy" }, { tasks: "none" }, { failed: 1 }] as const) {
            const from = 1440 + 3 * 60;
            const [rang] = replay.rang(page, all, 3, { from, minutes: 15, trouble });
            assert.ok(rang! - from <= 5, `${JSON.stringify(trouble)}: after ${rang! - from} minutes`);
        }
    });

    it("take in staging, which is looked at every 5 minutes, what they say there", async function () {
        this.timeout(600_000);
        const { resources } = await rehearsed("staging", "deploy", withDatadog("staging"));
        const things = thingsOf(resources);
        const all = alarmsOf(things);
        const staging = new Replay(things, "airworthy-staging", 1);
        for (const what of ["uptime", "users-are-hurt"]) {
            const one = all.find((alarm) => alarm.what === what)!;
            assert.equal(statedOf(one), 17);
            assert.equal(staging.complaint(one, all), undefined);
            const fault = staging.faults.find(
                ({ site, rings }) => site?.trouble.failed === 1 && rings.includes(what),
            );
            const took = Number(staging.took(one, all, fault!));
            assert.ok(took > 5 && took <= 17, `${what}: ${took} minutes`);
        }
    });

    it("have no option, comparison or composite that the replay would pass over", () => {
        const [first] = all.filter((alarm) => "props" in alarm);
        const made = (changes: object) => new Alarm({ ...first!.props, ...changes }, () => undefined);
        assert.throws(
            () => made({ thresholdMetricId: "band" }),
            /thresholdMetricId is nothing that this evaluator knows/,
        );
        assert.throws(
            () => made({ comparisonOperator: "GreaterThanUpperThreshold" }),
            /no comparison that it knows/,
        );
        const composite = {
            ...(all.find((alarm) => "composite" in alarm) as Extract<Rehearsed, { composite: object }>)
                .composite,
        };
        for (const alarmRule of ['NOT ALARM("x")', 'OK("x")', "TRUE"])
            assert.throws(
                () =>
                    replay.complaint({ what: "users-are-hurt", composite: { ...composite, alarmRule } }, all),
                /is no alarm of the stack, and nothing else is known/,
            );
    });
});
