import assert from "node:assert/strict";
import { Ledger } from "../../../scripts/lib/local-ledger.ts";
import { onUpgrades } from "./upgrading.ts";

describe("the upgrade: a generation that follows the one in use, and takes over", function () {
    this.timeout(60_000);
    const on = onUpgrades();

    it("names everything that replication would leave out, before it begins", async () => {
        await on.add("b");
        const wrong = ["CREATE TABLE keyless (at int)", "CREATE UNLOGGED TABLE quick (id int PRIMARY KEY)"];
        await on.asMigrator("a", wrong);
        await on.asServer("a", "CREATE ROLE analyst LOGIN");
        await assert.rejects(on.begin("b"), (error: Error) => {
            assert.match(error.message, /^Nothing was begun\./);
            assert.match(error.message, /public\.keyless has nothing that names a row/);
            assert.match(error.message, /quick is unlogged/);
            assert.match(error.message, /analyst is a role of nobody here/);
            return true;
        });
        await on.asMigrator("a", ["DROP TABLE keyless, quick"]);
        await on.asServer("a", "DROP ROLE analyst");
    });

    it("killed at each step of its beginning it goes on when it is called again, and ends up with every table copied", async () => {
        const load = await on.load(4);
        for (const step of ["keep", "schema", "publish", "slot", "subscribe"])
            await assert.rejects(on.begin("b", on.dying(step)), new RegExp(`died at ${step}`));
        await on.begin("b");
        await on.copied("b");
        await on.begin("b");
        await load.stop();
        const { tables, faults, lagBytes } = await on.status("b");
        assert.deepEqual([tables, faults], [3, 0]);
        assert.ok(lagBytes < 1e6);
        await assert.rejects(on.switched("b"), /b can't serve: its rows were not compared yet/);
    });

    it("finds a row that the follower lacks, and lets nobody switch to it", async () => {
        const [lost] = await on.asServer("b", "DELETE FROM done WHERE turn = 0 AND client = 0 RETURNING *");
        const { unlike, same } = await on.check("b");
        assert.deepEqual([same, unlike.map(({ table }) => table)], [1, ["public.done"]]);
        await on.asServer("b", `INSERT INTO done VALUES (${lost!.client}, ${lost!.turn})`);
        await assert.rejects(on.switched("b"), /not compared yet/);
    });

    it("compares all rows at one moment while clients write, and makes statistics and materialized views", async () => {
        const load = await on.load(4, 100);
        const { same, unlike, uncompared, checkedAt } = await on.check("b");
        await load.stop();
        assert.deepEqual([same, unlike, uncompared, load.failed], [2, [], [], []]);
        assert.ok(checkedAt);
        assert.deepEqual(await on.asServer("b", "SELECT relispopulated FROM pg_class WHERE relname = 'items'"), [{ relispopulated: true }]);
        const [{ known }] = (await on.asServer("b", "SELECT count(*)::int AS known FROM pg_stats WHERE tablename = 'done'")) as [{ known: number }];
        assert.equal(known, 2);
    });

    it("lets nobody but its master in until the switch", async () => {
        const application = await on.all().login("application");
        await assert.rejects(on.all().as("b", application, (db) => db.query("SELECT 1")), { code: "28000" });
    });

    it("gives up when a migration comes in the last moment, or the follower stands still: all serve on", async () => {
        const load = await on.load(4, 200);
        const changing = async (step: string) => {
            if (step === "fence") await on.asMigrator("a", ["ALTER TABLE item ADD COLUMN note text"]);
        };
        await assert.rejects(on.switched("b", { step: changing }), /Cancelled, a serves on: Not fenced: its schema was changed/);
        await assert.rejects(on.switched("b"), /b can't serve: the schema was changed/);
        await on.asMigrator("a", ["ALTER TABLE item DROP COLUMN note"]);
        const stopping = async (step: string) => {
            if (step === "fence") await on.asServer("b", "ALTER SUBSCRIPTION airworthy_upgrade DISABLE");
        };
        await assert.rejects(on.switched("b", { step: stopping }), /a serves on: Not fenced: its follower is at/);
        await on.asServer("b", "ALTER SUBSCRIPTION airworthy_upgrade ENABLE");
        await on.allOn("a");
        await load.until(load.acknowledged.length + 40);
        await load.stop();
        assert.deepEqual(load.failed, []);
    });
});
