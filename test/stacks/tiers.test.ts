import assert from "node:assert/strict";
import { settingsOf } from "../../bench/other-settings.ts";
import { estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { schema } from "../../stacks/schema.ts";
import { tiers } from "../../stacks/tiers.ts";
import { inTier } from "../support/rehearsed.ts";

describe("the sizing table", () => {
    it("has a row for each tier that a stack file may name", () => {
        assert.deepEqual(Object.keys(tiers), schema.shape.tier.options);
    });

    it("grows from tier to tier, and always runs two tasks", () => {
        const rows = Object.values(tiers);
        for (const [index, { cache, database, service, worker }] of rows.entries()) {
            const sizes = [
                database.storageGb,
                database.maxStorageGb,
                service.cpu,
                service.memory,
                service.maxTasks,
                ...[worker.cpu, worker.memory, worker.maxTasks],
            ];
            const smaller = rows[index - 1];
            if (smaller) {
                const before = [smaller.database.storageGb, smaller.database.maxStorageGb];
                before.push(smaller.service.cpu, smaller.service.memory, smaller.service.maxTasks);
                before.push(smaller.worker.cpu, smaller.worker.memory, smaller.worker.maxTasks);
                assert.ok(sizes.every((size, at) => size >= 2 * (before[at] ?? 0)));
            }
            for (const { minTasks, maxTasks } of [service, worker])
                assert.ok(minTasks >= 2 && maxTasks > minTasks);
            assert.ok(database.maxStorageGb > database.storageGb);
            assert.ok(cache.nodes >= Math.max(2, smaller?.cache.nodes ?? 0));
        }
    });

    // Here, where the rules are judged in every tier: each rehearsal is made once for all files beside it.
    it("has a price for what each tier is made of, and each tier's fixed cost is above the one before", async function () {
        this.timeout(300_000);
        const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
        const sums = [];
        for (const tier of Object.keys(tiers)) {
            const { resources } = await inTier("production", tier);
            const found = estimate(new Graph(resources), usage, pricesIn());
            const strangers = found.unknown.filter(({ unknown }) => unknown?.includes("not in the table"));
            assert.deepEqual(strangers, [], tier);
            sums.push(found.fixedUsd);
        }
        assert.deepEqual(
            sums,
            [...new Set(sums)].sort((a, b) => a - b),
        );
    });
});
