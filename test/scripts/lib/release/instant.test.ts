import assert from "node:assert/strict";
import type { DeploymentConfiguration, ServiceDeployment } from "@aws-sdk/client-ecs";
import { flagsText } from "../../../../scripts/lib/flag/shown.ts";
import { instantUntil } from "../../../../scripts/lib/release/instant.ts";

const now = new Date("2026-11-23T12:00:00Z");
const minutes = (many: number) => new Date(now.getTime() + many * 60_000);
const deploymentConfiguration: DeploymentConfiguration = {
    ...{ strategy: "CANARY", bakeTimeInMinutes: 30 },
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 },
};
const bare = { strategy: "BLUE_GREEN", bakeTimeInMinutes: 5 } as const;
const shift = "PRODUCTION_TRAFFIC_SHIFT";

describe("until when a rollback is instant", () => {
    for (const [what, flight, until, isBaking] of [
        ["before the shift", { lifecycleStage: "SCALE_UP" }, 40, false],
        ["before it has begun", { status: "PENDING" }, 40, false],
        ["4 minutes after the canary's beginning", { lifecycleStage: shift }, 36, false],
        ["when the canary's end is late", { lifecycleStage: shift, updatedAt: minutes(-15) }, 30, false],
        ["while it is tested among users", { lifecycleStage: `POST_${shift}` }, 30, false],
        ["without a canary", { deploymentConfiguration: bare }, 5, false],
        ["4 minutes after the bake's beginning", { lifecycleStage: "BAKE_TIME" }, 26, true],
        ["while old tasks are stopped", { lifecycleStage: "CLEAN_UP" }, undefined, false],
        ["on the way back", { status: "ROLLBACK_IN_PROGRESS" }, undefined, false],
    ] as [string, Partial<ServiceDeployment>, number | undefined, boolean][]) {
        it(`is known ${what}`, () => {
            const usual = { status: "IN_PROGRESS" as const, updatedAt: minutes(-4), deploymentConfiguration };
            const expected = until === undefined ? undefined : { at: minutes(until), isBaking };
            assert.deepEqual(instantUntil({ ...usual, ...flight }, now), expected);
        });
    }
});

describe("the flags in a status", () => {
    it("are those that are on, what is under way, and why they can't be read", () => {
        assert.equal(flagsText({ on: ["a", "b"], underWay: undefined }), "on: a, b");
        const moving = flagsText({ on: [], underWay: "BAKING, 100 %" });
        assert.equal(moving, "none is on; a change is under way: BAKING, 100 %");
        assert.equal(flagsText({ unread: "You may not." }), "can't be read. You may not.");
    });
});
