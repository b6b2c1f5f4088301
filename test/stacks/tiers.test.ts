import assert from "node:assert/strict";
import { schema } from "../../stacks/schema.ts";
import { tiers } from "../../stacks/tiers.ts";

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
});
