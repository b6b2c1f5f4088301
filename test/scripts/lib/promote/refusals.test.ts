import assert from "node:assert/strict";
import type { LoadEvidence } from "../../../../scripts/lib/load/evidence.ts";
import { GATES } from "../../../../scripts/lib/load/plan.ts";
import { refusalsOf, type Facts } from "../../../../scripts/lib/promote/refusals.ts";

const [HOUR, now] = [3_600_000, new Date("2026-11-23T12:00:00Z")];
const before = (hours: number, milliseconds = 0) => new Date(now.getTime() - hours * HOUR - milliseconds);
const image = `shop@sha256:${"a".repeat(64)}`;
const spread = { p50: 100, p95: 299, p99: 310, max: 400 };
const serving = {
    ...{ arn: "r1", taskDefinition: "web:1", image, share: 100 },
    health: { targets: 2, healthy: 2 },
};

/** A soak that passed, and ended so long ago. */
function soak(hoursAgo: number, own: Partial<LoadEvidence> = {}, milliseconds = 0): Facts["runs"][0] {
    const served = { image, deployment: "d1" };
    const measured: LoadEvidence["measured"] = {
        ...{ users: 900, passed: 900, underWay: 0, errorPercent: 0.9, errors: [], requests: 1800 },
        ...{ request: spread, workflow: spread, late: spread },
    };
    const evidence: LoadEvidence = {
        ...{ format: 1, kind: "soak", verdict: "passed", reasons: [], environment: "shop-next", url: "" },
        ...{ served: { before: served, after: served }, workflow: { name: "a visit", sha256: "" } },
        begunAt: before(hoursAgo + 0.25, milliseconds).toISOString(),
        endedAt: before(hoursAgo, milliseconds).toISOString(),
        ...{ rate: 1, seconds: 900, normal: undefined, limits: GATES.soak.limits, measured },
        ...{ isDataChecked: true, by: "ann" },
        ...own,
    };
    return { key: "load-tests/one", evidence };
}

const refusals = (own: Partial<Facts> = {}) =>
    refusalsOf({
        ...{ from: "next", source: "shop-next", to: "live", gate: GATES.soak, now, runs: [soak(1)] },
        standing: { configuration: {}, revisions: [serving], newest: {}, flight: undefined, serving },
        proven: { key: "restore-proofs/one", at: before(1) },
        ...{ red: [], dearer: undefined, unreachable: undefined },
        ...own,
    });
const measured = (own: Partial<LoadEvidence["measured"]>) => [
    soak(1, { measured: { ...soak(1).evidence.measured, ...own } }),
];
const proven = (hours: number, milliseconds = 0) => ({ key: "", at: before(hours, milliseconds) });

describe("what speaks against a promotion", () => {
    it("is nothing of what is proven, up to the very end of its day and of its 8 days", () => {
        assert.deepEqual(refusals(), []);
        assert.deepEqual(refusals({ runs: [soak(24)], proven: proven(8 * 24) }), []);
        // Two clocks are never the same.
        assert.deepEqual(refusals({ runs: [soak(-0.5)], proven: proven(-0.5) }), []);
    });

    for (const [what, own, seen] of [
        ["a soak of a day and a moment ago", { runs: [soak(24, {}, 1)] }, /24 hours are let pass\. Run: /],
        ["a soak of tomorrow", { runs: [soak(-24)] }, /24 hours are let pass\. Run: npm run load/],
        [
            "a restore of 8 days and a moment ago",
            { proven: proven(8 * 24, 1) },
            /8 days are let pass\. Run: /,
        ],
        [
            "a restore of tomorrow",
            { proven: proven(-24) },
            /proven at 2026-11-24T12:00:00Z, which is to come.* Run: npm run restore-drill/,
        ],
        [
            "a soak that says it passed with too many errors",
            { runs: measured({ errorPercent: 1 }) },
            /1 % of its users did not get through, and has to be below 1 %\. Run: npm run load/,
        ],
        [
            "a soak that says it passed with slow answers",
            { runs: measured({ request: { ...spread, p95: 300 } }) },
            /its p95 was 300 ms, and has to be below 300 ms\. Run: npm run load/,
        ],
        [
            "a soak of another environment",
            { runs: [soak(1, { environment: "shop-other" })] },
            /next: no soak of \S+ within 24 hours says anything\. Run: npm run load/,
        ],
        [
            "a soak of another image that served first",
            {
                runs: [
                    soak(1, {
                        served: { ...soak(1).evidence.served, before: { image: "b", deployment: "d0" } },
                    }),
                ],
            },
            /next: no soak of \S+ within 24 hours says anything\. Run: npm run load/,
        ],
    ] as const)
        it(`is ${what}`, () => {
            const [one = "", ...others] = refusals(own as Partial<Facts>);
            assert.match(one, seen);
            assert.deepEqual(others, []);
        });
});
