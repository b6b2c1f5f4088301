import { byAlarm, byHook, either, named } from "./ended.ts";
import type { Scenario } from "./scenario.ts";

/** Five percent of a minute's requests are 30 then: the product's alarms say nothing below 20. */
const SLOWER = 20;
/** A minute of that clock, as the load balancer waits for an answer; and of one that is three times as fast. */
const [MINUTE, FASTER] = [3000, 60];
/** The canary's stage; the one where the smoke test goes on among the users; and the bake. */
const [CANARY, SYNTHETIC, BAKE] = ["PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME"];

/** The hook's own requests fail, too; at the same moment an alarm may have seen it. */
const amongUsers = new RegExp(
    `^2: ROLLBACK_SUCCESSFUL; alarms (none|errors); hooks shop-live-smoke FAILED;.*; at ${SYNTHETIC}$`,
);

/** Versions that come up, and fail their users: some before the smoke test, some after it. */
export const HURTING: Scenario[] = [
    {
        ...{ says: "fails from the start, caught by the smoke test", expects: 1 },
        image: { fails: { status: 500, from: 1 } },
        by: { ecs: byHook("smoke", "FAILED", "POST_TEST_TRAFFIC_SHIFT"), says: named("smoke") },
    },
    {
        // A task answers some 3 requests of the smoke test, and the canary's after that.
        ...{ says: "5xx on the canary", expects: 1, image: { fails: { status: 500, from: 6 } } },
        factor: SLOWER,
        by: { ecs: byAlarm("errors", CANARY), says: /The alarm errors was red/ },
    },
    {
        ...{ says: "hangs on the canary", expects: 1, image: { hangs: { from: 6 } } },
        ...{ factor: SLOWER, patience: MINUTE },
        by: { ecs: byAlarm("errors", CANARY), says: /The alarm errors was red/ },
    },
    {
        ...{ says: "hangs after the shift", expects: 1, image: { hangs: { from: 200 } } },
        ...{ factor: FASTER, patience: MINUTE / 3 },
        by: {
            ecs: either(byAlarm("errors", `(${SYNTHETIC}|${BAKE})`), amongUsers),
            says: either(/The alarm errors was red/, named("smoke")),
        },
    },
    {
        ...{ says: "answers the smoke test and hangs for users, who are 5 an hour", expects: 1, rate: 0.08 },
        ...{ factor: FASTER, patience: MINUTE / 3, image: { hangs: { from: 6 } } },
        by: { ecs: amongUsers, says: named("smoke") },
    },
    {
        ...{ says: "5xx after the shift", expects: 1, image: { fails: { status: 500, from: 60 } } },
        by: {
            ecs: either(byAlarm("errors", `(${SYNTHETIC}|${BAKE})`), amongUsers),
            says: either(/The alarm errors was red/, named("smoke")),
        },
    },
    {
        ...{ says: "slow answers", expects: 1, image: { slowMs: 2500 }, factor: SLOWER },
        // The smoke test asks for right answers, however slow; by this clock it would not come to its end.
        prepare: ({ ecs }) =>
            void ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "SUCCEEDED" })),
        by: { ecs: byAlarm("latency", CANARY), says: /The alarm latency was red/ },
    },
    {
        // The smoke test has passed by then, and users alone would not show it to an alarm.
        ...{ says: "5xx after the shift on a site with 5 requests an hour", expects: 1, rate: 0.4 },
        by: { ecs: amongUsers, says: named("smoke") },
        image: { fails: { status: 500, from: 6 } },
    },
];
