import assert from "node:assert/strict";
import { onUpgrades } from "./upgrading.ts";

// Each test goes on from the one before: x is given up, b and then c take over.
describe("the upgrade: a generation follows the one in use, and takes over", function () {
    const on = onUpgrades();

    it("names everything that replication would leave out, before it begins", async () => {
        await on.add("x");
        const wrong = ["CREATE TABLE keyless (at int)", "CREATE UNLOGGED TABLE quick (id int PRIMARY KEY)"];
        await on.asMigrator("a", wrong);
        await on.asServer("a", "CREATE ROLE analyst LOGIN");
        await assert.rejects(on.begin("x"), (error: Error) => {
            assert.match(error.message, /^Nothing was begun\./);
            assert.match(error.message, /public\.keyless has nothing that names a row/);
            assert.match(error.message, /quick is unlogged/);
            assert.match(error.message, /analyst is a role of nobody here/);
            return true;
        });
        await on.asMigrator("a", ["DROP TABLE keyless, quick"]);
        await on.asServer("a", "DROP ROLE analyst");
    });

    it("gives one up in the middle: no slot is left to fill the storage, and nobody can switch there", async () => {
        await assert.rejects(on.begin("x", on.dying("subscribe")), /died at subscribe/);
        assert.ok((await on.leftIn("a")).includes("airworthy_upgrade"));
        await assert.rejects(on.abandon("x", on.dying("slot")), /died at slot/);
        await on.abandon("x");
        assert.deepEqual(await on.leftIn("a"), []);
        await assert.rejects(on.switched("x"), /x can't serve: its upgrade was abandoned/);
        await assert.rejects(on.begin("x"), /The upgrade to x was abandoned/);
    });

    it("killed in the middle of its beginning it goes on when it is called again, and copies every table", async () => {
        await on.add("b");
        const load = await on.load(4);
        await assert.rejects(on.begin("b", on.dying("slot")), /died at slot/);
        await on.begin("b");
        await on.copied("b");
        await on.begin("b");
        await load.stop();
        const { tables, faults, lagBytes } = await on.status("b");
        assert.deepEqual([tables, faults], [3, 0]);
        assert.ok(lagBytes < 1e6);
        await assert.rejects(on.switched("b"), /b can't serve: its rows were not compared yet/);
    });

    it("finds a row that the follower lacks", async () => {
        const [lost] = await on.asServer("b", "DELETE FROM done WHERE client = 0 AND turn = 0 RETURNING *");
        const { unlike, same, checkedAt } = await on.check("b");
        assert.deepEqual([same, unlike.map(({ table }) => table), checkedAt], [1, ["public.done"], null]);
        await on.asServer("b", `INSERT INTO done VALUES (${lost!.client}, ${lost!.turn})`);
    });

    it("compares all rows at one moment while clients write, and makes statistics and materialized views", async () => {
        const load = await on.load(4);
        const { same, unlike, uncompared, checkedAt } = await on.check("b");
        await load.stop();
        assert.deepEqual([same, unlike, uncompared, load.failed], [2, [], [], []]);
        assert.ok(checkedAt);
        const ready = `SELECT relispopulated AS filled, (SELECT count(*)::int FROM pg_stats WHERE tablename = 'done') AS known
            FROM pg_class WHERE relname = 'items'`;
        assert.deepEqual(await on.asServer("b", ready), [{ filled: true, known: 2 }]);
    });

    it("lets nobody but its master in until the switch", async () => {
        const application = await on.all().login("application");
        const signIn = on.all().as("b", application, (db) => db.query("SELECT 1"));
        await assert.rejects(signIn, { code: "28000" });
    });

    it("gives up when a migration comes in the last moment, or the follower stands still: all serve on", async () => {
        const load = await on.load(4);
        const atTheFence = (work: () => Promise<unknown>) => ({
            step: async (step: string) => void (step === "fence" && (await work())),
        });
        const changing = atTheFence(() => on.asMigrator("a", ["CREATE INDEX late ON item (at)"]));
        await assert.rejects(on.switched("b", changing), /a serves on: Not fenced: its schema was changed/);
        await assert.rejects(on.switched("b"), /b can't serve: the schema was changed/);
        await on.asMigrator("a", ["DROP INDEX late"]);
        const still = atTheFence(() => on.asServer("b", "ALTER SUBSCRIPTION airworthy_upgrade DISABLE"));
        await assert.rejects(on.switched("b", still), /a serves on: Not fenced: its follower is at/);
        await on.asServer("b", "ALTER SUBSCRIPTION airworthy_upgrade ENABLE");
        await on.allOn("a");
        await load.until(load.acknowledged.length + 40);
        await load.stop();
        assert.deepEqual(load.failed, []);
    });

    it("killed before its fence it leaves poolers that serve; killed after it, the follower has everything and serves", async () => {
        const load = await on.load(4);
        await on.switchDyingAt("fence", "b");
        await on.allOn("a");
        await load.until(load.acknowledged.length + 20);
        await on.switchDyingAt("tell", "b");
        await on.allOn("b");
        await load.until(load.acknowledged.length + 20);
        const { evidence, to } = await on.switched("b");
        await load.stop();
        assert.deepEqual([to.instance, evidence.refusal, load.failed], ["b", "28000", []]);
        assert.deepEqual(await on.lostIn(load, "b"), []);
        assert.deepEqual([await on.leftIn("a"), await on.leftIn("b")], [[], []]);
    });

    it("leads on with no failed transaction, no write lost, sequences that go on, and writes for the way back counted anew", async () => {
        // To PostgreSQL 18 where `npm run servers` brought it: over three major versions on Debian 12.
        await on.add("c", "newest");
        await on.begin("c");
        await on.copied("c");
        await on.check("c");
        const load = await on.load(16);
        const { evidence } = await on.switched("c");
        await load.until(load.acknowledged.length + 60);
        await load.stop();
        assert.deepEqual([load.failed, await on.lostIn(load, "c")], [[], []]);
        // How long it takes on a machine that does nothing else, the bench measures; who pauses for more than 10 s is given up.
        assert.ok(evidence.pausedMs > 0 && evidence.stallMs >= evidence.pausedMs, JSON.stringify(evidence));
        const [old] = await on.asServer("b", "SELECT count(*)::int AS rows FROM item");
        const ids = "SELECT count(*)::int AS rows, count(DISTINCT id)::int AS ids FROM item";
        const [now] = await on.asServer("c", ids);
        assert.ok(Number(now!.rows) > Number(old!.rows));
        assert.equal(now!.ids, now!.rows);
        assert.deepEqual([await on.leftIn("b"), await on.leftIn("c")], [[], []]);
        const says = /(\d+) rows were written since the switch to c/;
        await assert.rejects(on.switched("b"), (error: Error) => {
            const count = Number((says.exec(String(error)) ?? [])[1]);
            // Of the load after the switch, in two tables, as far as sessions told of it; not what replication had brought.
            const since = 2 * (Number(now!.rows) - Number(old!.rows));
            assert.ok(count > 0 && count < since + Number(old!.rows), `${count}, ${since}: ${String(error)}`);
            return true;
        });
    });
});
