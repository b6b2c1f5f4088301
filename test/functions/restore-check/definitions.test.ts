import assert from "node:assert/strict";
import pg from "pg";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { createLedger } from "../../../functions/manifest/ledger.ts";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { watchDeletes, watchMigrations } from "../../../functions/manifest/witness.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { startPostgres, type LocalPostgres } from "../../../scripts/lib/local-postgres.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";
import { skipUnless } from "../../support/skip.ts";

const IS = `
CREATE TABLE orders (id int PRIMARY KEY, tenant text); CREATE TABLE notes (id int PRIMARY KEY);
CREATE FUNCTION total(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + b; END;
CREATE AGGREGATE totals(int) (SFUNC = int4pl, STYPE = int);
CREATE FUNCTION stamped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamped();
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (tenant = current_setting('shop.tenant')); CREATE POLICY all_of ON notes USING (true);`;

const UNRECORDED = "ALTER EVENT TRIGGER airworthy_ddl DISABLE; ALTER EVENT TRIGGER airworthy_drops DISABLE";

const LOSSES: [sql: string, reason: string][] = [
    ["DROP FUNCTION total(int, int)", "function public.total(a integer, b integer) is missing"],
    ["DROP AGGREGATE totals(int)", "function public.totals(integer) is missing"],
    ["DROP TRIGGER stamp ON orders", "trigger stamp of public.orders is missing"],
    ["ALTER TABLE orders DISABLE TRIGGER stamp", "trigger stamp of public.orders is not defined as it was"],
    ["DROP POLICY own ON orders", "policy own of public.orders is missing"],
    ["ALTER POLICY own ON orders USING (true)", "policy own of public.orders is not defined as it was"],
    ["ALTER TABLE orders DISABLE ROW LEVEL SECURITY", "row security of public.orders is missing"],
];

describe("the definitions in a restored copy", function () {
    this.timeout(120_000);
    let server: LocalPostgres | undefined;
    let db: pg.Client;

    before(async function () {
        skipUnless(this, postgresFolder("newest"), "PostgreSQL is not installed: npm run servers");
        server = await startPostgres();
        db = new pg.Client({
            host: server.folder,
            port: server.port,
            user: "postgres",
            database: "postgres",
        });
        await db.connect();
        await createLedger(db);
        await watchMigrations(db);
        await db.query(IS);
        await watchDeletes(db);
        await writeManifest(db);
        await db.query("RESET ALL");
    });
    after(async () => {
        await db?.end();
        await server?.stop();
    });

    /** What the check says of the copy in which this happened. */
    const after1 = async (sql: string, isRecorded: boolean) => {
        await db.query(`BEGIN; ${isRecorded ? "" : `${UNRECORDED};`} ${sql}`);
        const { reasons } = await check(db, {
            database: { name: "postgres" },
            restoreTime: await writeHeartbeat(db),
        });
        await db.query("ROLLBACK; RESET ALL");
        return reasons;
    };

    for (const [sql, reason] of LOSSES) {
        it(`are missed where a copy lacks what ${sql.split(" ").slice(0, 4).join(" ")} takes`, async () => {
            assert.deepEqual(await after1(sql, false), [reason]);
        });
    }

    it("are missed after a GRANT, too, which is recorded without an object", async () => {
        const grant = `GRANT SELECT ON orders TO pg_monitor; ${UNRECORDED}; DROP TABLE notes`;
        assert.ok((await after1(grant, true)).includes("table public.notes is missing"));
    });

    it("are no loss where a migration did all of that, and dropped a table with all that it had", async () => {
        const migration = LOSSES.map(([sql]) => sql).filter((sql) => !sql.startsWith("ALTER POLICY"));
        assert.deepEqual(await after1("DROP TABLE notes", true), []);
        assert.deepEqual(await after1(migration.reverse().join("; "), true), []);
    });
});
