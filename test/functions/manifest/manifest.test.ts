import assert from "node:assert/strict";
import type pg from "pg";
import { Cluster } from "../../../bench/proof/cluster.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { openShop } from "../../../bench/proof/shop.ts";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { createLedger } from "../../../functions/manifest/ledger.ts";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { schemaOf } from "../../../functions/manifest/schema.ts";
import { watchDeletes } from "../../../functions/manifest/witness.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { skipUnless } from "../../support/skip.ts";

describe("the manifest", function () {
    this.timeout(300_000);
    let cluster: Cluster | undefined;
    let airworthy: pg.Client;
    let owner: pg.Client;
    let app: pg.Client;

    before(async function () {
        skipUnless(this, hasPostgres, "PostgreSQL is not installed: npm run servers");
        cluster = await Cluster.make();
        await openShop(cluster);
        airworthy = await cluster.connect("airworthy", "shop");
        owner = await cluster.connect("shop_owner", "shop");
        app = await cluster.connect("shop_app", "shop");
    });
    after(() => cluster?.remove());

    const goneFrom = async (table: string) => {
        const { rows } = await airworthy.query(
            `SELECT coalesce(sum(coalesce(cardinality(keys), -1)), 0)::int AS gone FROM airworthy.gone
            WHERE relation = $1::regclass`,
            [`public.${table}`],
        );
        return rows[0].gone as number;
    };

    it("is written by a role that is no superuser, and the ledger can be made twice", async () => {
        const { rows } = await airworthy.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
        assert.equal(rows[0].rolsuper, false);
        await createLedger(airworthy);
        const { missed, unwatched, tables } = await writeManifest(airworthy);
        assert.deepEqual({ missed, unwatched, tables }, { missed: [], unwatched: [], tables: 9 });
    });

    it("doesn't hold up writers, nor wait for those that hold up all", async () => {
        await owner.query("RESET ALL");
        await owner.query("BEGIN");
        await owner.query("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
        const begun = performance.now();
        const { missed } = await writeManifest(airworthy).finally(() => owner.query("ROLLBACK"));
        assert.ok(performance.now() - begun < 30_000);
        assert.deepEqual(
            missed.map(({ table, isKnownFromBefore }) => [table, isKnownFromBefore]),
            [
                ["public.orders", true],
                ["the schema", true],
            ],
        );
        assert.match(missed[0]?.why ?? "", /lock timeout/);

        await app.query("BEGIN");
        await app.query("UPDATE orders SET note = 'held' WHERE id <= 100");
        assert.deepEqual((await writeManifest(airworthy)).missed, []);
        await app.query("ROLLBACK");
    });

    it("records what it did not get to in its time, and takes that first the next time", async () => {
        await airworthy.query("DELETE FROM airworthy.manifest");
        const { missed } = await writeManifest(airworthy, { budgetSeconds: 0.000001 });
        assert.equal(missed.length, 9);
        const late = await cluster?.connect("airworthy", "shop");
        assert.ok(late);
        const restoreTime = await writeHeartbeat(late);
        const { reasons } = await check(late, { database: { name: "shop" }, restoreTime });
        assert.ok(
            reasons.some((reason) =>
                /^public\.orders is not in the manifest, so its rows are not proven/.test(reason),
            ),
        );
        assert.deepEqual((await writeManifest(airworthy)).missed, []);
    });

    it("refuses a budget of 0 s and a sample of half a row", async () => {
        await assert.rejects(writeManifest(airworthy, { budgetSeconds: 0 }), /budgetSeconds is 0; use more/);
        await assert.rejects(
            writeManifest(airworthy, { rowsPerTable: 0.5 }),
            /rowsPerTable is 0.5; use a whole/,
        );
    });

    it("keeps three manifests, and only the records that they need", async () => {
        for (let n = 0; n < 4; n++) await writeManifest(airworthy);
        const { rows } = await airworthy.query("SELECT count(*)::int AS kept FROM airworthy.manifest");
        assert.equal(rows[0].kept, 3);
    });

    it("records deleted rows, changed keys and truncated tables, and nothing that rolled back", async () => {
        const before = await goneFrom("sessions");
        await app.query("DELETE FROM sessions WHERE customer <= 10");
        const { rowCount } = await app.query("SELECT FROM sessions WHERE customer <= 10");
        assert.equal(rowCount, 0);
        const recorded = (await goneFrom("sessions")) - before;
        assert.ok(recorded > 10, `${recorded}`);
        await app.query("BEGIN; DELETE FROM sessions; ROLLBACK");
        assert.equal((await goneFrom("sessions")) - before, recorded);
        await app.query("UPDATE settings SET key = 'K1' WHERE key = 'k1'");
        await app.query("UPDATE settings SET value = '1' WHERE key = 'k2'");
        assert.equal(await goneFrom("settings"), 1);
        await app.query("UPDATE events SET day = 199 WHERE id = (SELECT min(id) FROM events_old)");
        assert.equal(await goneFrom("events_old"), 1);
        await app.query("TRUNCATE jobs");
        assert.equal(await goneFrom("jobs"), -1);
    });

    it("never fails the statement of an application, even where it can't record", async () => {
        await airworthy.query("ALTER TABLE airworthy.gone RENAME TO away");
        try {
            const { rowCount } = await app.query("DELETE FROM audit WHERE (line->>'n')::int = 7");
            assert.equal(rowCount, 1);
        } finally {
            await airworthy.query("ALTER TABLE airworthy.away RENAME TO gone");
        }
    });

    it("can't tell lost from deleted where deletes are not recorded, and so doesn't prove", async () => {
        await owner.query("RESET ALL");
        await owner.query(
            "CREATE TABLE plain (id int PRIMARY KEY); INSERT INTO plain SELECT generate_series(1, 100)",
        );
        const { unwatched } = await writeManifest(airworthy);
        assert.deepEqual(unwatched, ["public.plain"]);
        await owner.query("DELETE FROM plain WHERE id = 50");
        const restoreTime = await writeHeartbeat(airworthy);
        const { reasons } = await check(airworthy, { database: { name: "shop" }, restoreTime });
        assert.deepEqual(reasons, [
            "1 of 100 known rows of public.plain are gone (1.0 %), and its deletes are not recorded, " +
                "so that lost can't be told from deleted: run watchDeletes",
        ]);
        assert.ok((await watchDeletes(owner)).watched.includes("public.plain"));
        assert.deepEqual((await writeManifest(airworthy)).unwatched, []);
    });

    it("is not misled by an index that a migration rebuilt, on a table that the next one renamed", async () => {
        await owner.query("RESET ALL");
        await owner.query("CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1), (2)");
        await watchDeletes(owner);
        await writeManifest(airworthy);
        await owner.query("ALTER TABLE public.small ALTER COLUMN id TYPE bigint");
        await owner.query("ALTER TABLE public.small RENAME TO large");
        const restoreTime = await writeHeartbeat(airworthy);
        const { reasons } = await check(airworthy, { database: { name: "shop" }, restoreTime });
        assert.deepEqual(reasons, []);
    });

    it("asks invariants without a right to write", async () => {
        const { invariants } = await writeManifest(airworthy, {
            invariants: {
                "orders exist": { sql: "SELECT count(*) > 0 FROM public.orders", expected: true },
                "a writer": { sql: "DELETE FROM airworthy.heartbeat RETURNING 1", expected: 1 },
                "two statements": { sql: "COMMIT; SELECT 1", expected: 1 },
                "too slow": { sql: "SELECT pg_sleep(5)::text", expected: "", seconds: 0.1 },
            },
        });
        assert.deepEqual(
            invariants.map(({ name, holds }) => [name, holds]),
            [
                ["orders exist", true],
                ["a writer", false],
                ["two statements", false],
                ["too slow", false],
            ],
        );
        assert.match(invariants[1]?.why ?? "", /read-only transaction/);
        assert.match(invariants[3]?.why ?? "", /statement timeout/);
    });

    it("gives a database and what its dump restores to the same schema hash, in whatever order it was made", async () => {
        assert.ok(cluster);
        await cluster.dumpInto("shop", "twin");
        const twin = await cluster.connect("postgres", "twin");
        const mine = await cluster.connect("postgres", "shop");
        for (const client of [twin, mine]) await client.query("SET search_path = ''");
        assert.equal((await schemaOf(twin)).hash, (await schemaOf(mine)).hash);
        await twin.query("ALTER TABLE public.orders ALTER COLUMN note SET DEFAULT ''");
        assert.notEqual((await schemaOf(twin)).hash, (await schemaOf(mine)).hash);
    });
});
