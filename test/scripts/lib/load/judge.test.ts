import assert from "node:assert/strict";
import { judge, type Seen } from "../../../../scripts/lib/load/judge.ts";
import { GATES } from "../../../../scripts/lib/load/plan.ts";
import { Tally } from "../../../../scripts/lib/load/tally.ts";

/** Of 1,000 users, who all make one request of so long. */
function measured({ failed = 0, milliseconds = 100, late = 1, users = 1000 } = {}) {
    const tally = new Tally();
    for (let at = 0; at < users; at++) {
        tally.came(late);
        tally.asked(milliseconds);
        const failure = { faults: ["the status is 500; expected 200"], isOnTheWay: false };
        const step = { step: "look", request: "GET /", tries: 1, status: 500 };
        const isGood = at >= failed;
        tally.went(
            { passed: isGood, milliseconds, steps: isGood ? [] : [{ ...step, failure }] },
            milliseconds,
        );
    }
    return tally.measured;
}

const GOOD: Seen = {
    ...{ measured: measured(), limits: GATES.soak.limits, mostLateMilliseconds: 100 },
    ...{ stopped: undefined, changed: undefined, broken: undefined, down: undefined },
};

describe("the verdict on a load", () => {
    for (const [what, seen, verdict, reason] of [
        ["all is well", {}, "passed", undefined],
        ["errors just below 1 %", { measured: measured({ failed: 9 }) }, "passed", undefined],
        ["1 % of errors", { measured: measured({ failed: 10 }) }, "failed", /^1 % of the users did not/],
        ["a p95 of 299 ms in a soak", { measured: measured({ milliseconds: 299 }) }, "passed", undefined],
        ["a p95 of 300 ms in a soak", { measured: measured({ milliseconds: 300 }) }, "failed", /p95 of req/],
        ["300 users", { measured: measured({ users: 300 }) }, "passed", undefined],
        [
            "299 users",
            { measured: measured({ users: 299 }) },
            "void",
            /^Only 299 users came; fewer than 300 can't show that fewer than 1 % fail\. Use --normal-rate 1/,
        ],
        [
            "a p95 of 1.9 s in a launch test",
            { measured: measured({ milliseconds: 1900 }), limits: GATES.launch.limits },
            "passed",
            undefined,
        ],
        [
            "a p95 of 2 s in a launch test",
            { measured: measured({ milliseconds: 2000 }), limits: GATES.launch.limits },
            "failed",
            /has to be below 2000 ms/,
        ],
        ["a late generator", { measured: measured({ late: 150 }) }, "void", /could not keep up: .* 150 ms/],
        [
            "a late generator, and errors",
            { measured: measured({ late: 150, failed: 100 }) },
            "void",
            /could not keep up/,
        ],
        ["another version", { changed: "Another version." }, "void", /Another version/],
        ["a stop", { stopped: "It was stopped." }, "void", /It was stopped/],
        ["nobody", { measured: measured({ users: 0 }) }, "void", /Nobody came/],
        ["an app that is down", { down: "Most users failed." }, "failed", /Most users failed/],
        [
            "one that was down before 300 users had come",
            { down: "Most users failed.", measured: measured({ users: 40, failed: 40 }) },
            "failed",
            /Most users failed/,
        ],
        ["data that is wrong", { broken: "no balance" }, "failed", /always holds does not .*: no balance/],
        ["that, after a stop", { broken: "x", stopped: "It was stopped." }, "failed", /always holds/],
    ] as const) {
        it(`of ${what} is ${verdict}`, () => {
            const told = judge({ ...GOOD, ...seen });
            assert.equal(told.verdict, verdict, told.reasons.join());
            if (reason) assert.match(told.reasons[0]!, reason);
            else assert.deepEqual(told.reasons, []);
        });
    }

    it("holds a soak of 15 min to 300 ms, and a launch test of 10 times for 30 min to 2 s", () => {
        const { soak, launch } = GATES;
        assert.deepEqual([soak.minutes, soak.times, soak.limits.p95Milliseconds], [15, 1, 300]);
        assert.deepEqual([launch.minutes, launch.times, launch.limits.p95Milliseconds], [30, 10, 2000]);
        assert.deepEqual([soak.limits.errorPercent, launch.limits.errorPercent], [1, 1]);
    });
});
