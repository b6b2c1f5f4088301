import assert from "node:assert/strict";
import { run, type RunOptions } from "../../workflow/run.ts";
import type { Step, Workflow } from "../../workflow/schema.ts";
import { wayTo, type Target } from "../../workflow/way.ts";
import { openShop, type Shop } from "./shop.ts";

/** Runs of a workflow at a shop that is open while a suite lasts, with nothing planted before each test. */
export function onShop() {
    let shop: Shop;
    before(async () => {
        shop = await openShop();
    });
    after(() => shop.stop());
    beforeEach(() => {
        shop.planted.clear();
        shop.asked.length = 0;
    });
    const taken = async (workflow: Workflow, options: RunOptions = {}, target: Partial<Target> = {}) => {
        const way = wayTo({ ...shop.target, ...target });
        try {
            return await run(workflow, way, options);
        } finally {
            way.close();
        }
    };
    /** The last step of a run that has to fail. */
    const failing = async (...given: Parameters<typeof taken>) => {
        const ran = await taken(...given);
        assert.equal(ran.passed, false);
        return ran.steps.at(-1)!;
    };
    return { shop: () => shop, taken, failing };
}

/** A workflow of one step, which looks at the ledger. */
export function one(step: Partial<Step>): Workflow {
    const look: Step = { name: "look", method: "GET", path: "/ledger", expect: { status: 200 } };
    return { name: "one step", steps: [{ ...look, ...step }] };
}
