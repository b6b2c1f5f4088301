import assert from "node:assert/strict";
import { database, numbersOf, saturate } from "../../bench/budget.ts";
import { connectionLimit } from "../../stacks/connections.ts";
import type { LocalPostgres } from "../../scripts/lib/local-postgres.ts";
import { needsServers } from "../support/pooler.ts";

describe("the sum of connections, on real servers", () => {
    const poolers = { instance: "t4g.small", maxPoolers: 2, poolSize: 3 };
    let postgres: LocalPostgres;

    before(async function () {
        needsServers(this);
        postgres = await database(connectionLimit(poolers.instance));
    });
    after(() => postgres?.stop());

    it("is reached by poolers of both revisions under clients of both users, and never passed", async () => {
        const { allowed, peak, isRefused } = await saturate(postgres, poolers, numbersOf(poolers));
        assert.deepEqual([allowed, peak, isRefused], [32, 32, false]);
    });
});
