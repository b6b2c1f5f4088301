import assert from "node:assert/strict";
import { checkLooks } from "../../stacks/uptime.ts";
import type { Workflow } from "../../workflow/schema.ts";

const waiting = (...seconds: number[]): Workflow => ({
    name: "an order comes",
    steps: seconds.map((withinSeconds, at) => ({
        ...{ name: `step ${at}`, method: "GET", path: "/", withinSeconds },
        expect: { status: 200 },
    })),
});

describe("the look from outside", () => {
    it("refuses steps that wait for longer than a look may take, and says how often to look instead", () => {
        assert.throws(
            () => checkLooks(1, waiting(20, 25)),
            /uptime\.everyMinutes is 1, and the steps of workflow\.yaml may wait 45 s together; use 2 or more, or let them wait less\.$/,
        );
        assert.throws(() => checkLooks(2, waiting(120)), /use 3 or more/);
    });

    it("lets steps wait that end in time", () => {
        checkLooks(1, waiting(20, 24));
        checkLooks(3, waiting(120));
        checkLooks(1, waiting());
    });
});
