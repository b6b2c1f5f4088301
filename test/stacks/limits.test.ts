import assert from "node:assert/strict";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { uncovered } from "../../rehearsal/limits/none-known.ts";
import { rehearsed } from "../support/rehearsed.ts";

describe("the limits of AWS", function () {
    // Each rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);

    for (const stack of ["staging", "production"]) {
        let rehearsal: Rehearsal;

        before(async () => {
            rehearsal = await rehearsed(stack);
        });

        it(`are known for every type of ${stack}, or there is a reason why not`, () => {
            const made = rehearsal.resources.filter(({ custom }) => custom);
            assert.ok(made.length > 0);
            assert.deepEqual(uncovered(made.map(({ type }) => type)), []);
        });

        it(`are kept by ${stack}`, () => {
            assert.deepEqual(rehearsal.faults, []);
        });
    }
});
