import assert from "node:assert/strict";
import { ask, order, place } from "./client.ts";
import type { Running } from "./program.ts";
import { serving, type Surroundings } from "./running.ts";

/** From one order to another one. */
const moved = (cents: number) => `UPDATE ledger SET cents = cents + CASE order_id::text WHEN ends.one
    THEN ${cents} ELSE ${-cents} END * sign(cents)
    FROM (SELECT min(order_id::text) AS one, max(order_id::text) AS other FROM ledger WHERE cents > 0) ends
    WHERE order_id::text IN (ends.one, ends.other)`;

describe("the example's ledger", () => {
    let around: Surroundings;
    let app: Running;
    before(async function () {
        ({ around, app } = await serving(this));
    });
    after(() => void app?.process.kill("SIGKILL"));

    it("holds while many order at once, and says so when it does not", async () => {
        const before = (await ask(app, "GET /ledger")).body;
        // As many as get their turn within the 5 s that a request waits for a connection, on a busy machine, too.
        const orders = Array.from({ length: 30 }, (_, unitCents) =>
            place(app, undefined, { body: { ...order, unitCents } }),
        );
        const sums = await Promise.all([
            ...Array.from({ length: 5 }, () => ask(app, "GET /ledger")),
            ...orders,
        ]);
        assert.ok(sums.slice(0, 5).every(({ body }) => body.balanced === true));
        const after = (await ask(app, "GET /ledger")).body;
        assert.equal(after.balanced, true);
        assert.equal(Number(after.orders), Number(before.orders) + 30);
        assert.equal(Number(after.totalCents), Number(before.totalCents) + 29 * 30);
        const entry =
            "account = 'sales' AND cents < 0 AND order_id::text = (SELECT min(order_id::text) FROM ledger WHERE cents < 0)";
        for (const [harm, undo] of [
            [
                `UPDATE ledger SET cents = cents - 1 WHERE ${entry}`,
                `UPDATE ledger SET cents = cents + 1 WHERE ${entry}`,
            ],
            ["UPDATE ledger SET cents = cents * 2", "UPDATE ledger SET cents = cents / 2"],
            // All sums stay what they were.
            [moved(1), moved(-1)],
        ]) {
            await around.sql(harm!);
            const { balanced } = (await ask(app, "GET /ledger")).body;
            await around.sql(undo!);
            assert.equal(balanced, false, harm);
        }
        assert.equal((await ask(app, "GET /ledger")).body.balanced, true);
    });
});
