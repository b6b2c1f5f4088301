import assert from "node:assert/strict";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { repair } from "../../../functions/roles/repair.ts";
import { freshWitness } from "./fresh-witness.ts";

describe("a table under row-level security", function () {
    this.timeout(300_000);
    const { master, run, witness, write, verdict } = freshWitness();

    it("is whole for the backups from the next deployment on, and never a part of itself", async () => {
        await run(
            "migrator",
            `INSERT INTO orders (item) SELECT 'kite' FROM generate_series(1, 30);
             ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
             CREATE POLICY own ON orders TO application USING (item = current_setting('app.item', true))`,
        );
        const kites = { kites: { sql: "SELECT count(*)::int FROM public.orders", expected: 30 } };
        const before = await witness((db) => writeManifest(db, { invariants: kites }));
        assert.match(before.missed.map(({ why }) => why).join(), /row-level security policy/);
        assert.match(before.invariants[0]!.why, /row-level security policy/);

        await master((db) => repair(db));
        const after = await write({ invariants: kites });
        assert.deepEqual([after.missed, after.invariants[0]?.holds], [[], true]);
        const isMute = (reason: string) => !reason.startsWith("indexes are not proven");
        assert.deepEqual((await verdict(after.at)).reasons.filter(isMute), []);
        const own = await run("application", "SELECT set_config('app.item', 'kite', false)");
        assert.equal(own.rowCount, 1);
        assert.equal((await run("application", "SELECT * FROM orders")).rowCount, 0);

        await run("migrator", "CREATE POLICY never ON orders AS RESTRICTIVE USING (id > 10)");
        const hidden = await witness((db) => writeManifest(db));
        assert.match(hidden.missed.map(({ why }) => why).join(), /row-level security policy/);
        assert.match(
            (await verdict(after.at)).reasons.join(),
            /orders could not be checked: .*row-level security/,
        );
    });
});
