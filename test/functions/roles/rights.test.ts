import assert from "node:assert/strict";
import { setPassword } from "../../../functions/roles/password.ts";
import { otherUser, purposeNames } from "../../../functions/roles/purposes.ts";
import { verifies } from "../../../functions/roles/scram.ts";
import { newPassword } from "../../../functions/secrets/password.ts";
import { freshRoles } from "./fresh-roles.ts";

describe("the database's roles", function () {
    this.timeout(300_000);
    const { as, master, user, run, refuses, passwords, nextYear, asRds, logs } = freshRoles();

    it("let the application work with rows and call functions, and change nothing else", async () => {
        await run(
            "application",
            "INSERT INTO orders (item) VALUES ('kite'); UPDATE orders SET item = 'ball'",
        );
        assert.equal((await run("application", "SELECT total()")).rows[0].total, "1");
        await run("application", "DELETE FROM orders");
        const forbidden = [
            "TRUNCATE orders",
            "DROP TABLE orders",
            "ALTER TABLE orders ADD x int",
            "CREATE TABLE x ()",
        ];
        for (const sql of [...forbidden, "CREATE SCHEMA x", "CREATE TEMP TABLE x ()", "CREATE ROLE x"])
            await refuses("application", sql);
        await refuses("application", "SET ROLE migrator", /permission denied to set role/);
    });

    it("let both users of the migrator change what either made, and own the schema", async () => {
        await master((db) => setPassword(db, "migrator", user("migrator", "migrator_b"), nextYear));
        await as(user("migrator", "migrator_b"), (db) => db.query("ALTER TABLE orders ADD paid boolean"));
        const [owner] = await asRds(
            "SELECT relowner::regrole, nspowner::regrole FROM pg_class, pg_namespace WHERE relname = 'orders' AND nspname = 'public'",
        );
        assert.deepEqual(owner, { relowner: "migrator", nspowner: "migrator" });
        assert.equal((await run("migrator", "SHOW statement_timeout")).rows[0].statement_timeout, "15min");
        await refuses("migrator", "CREATE ROLE x");
        await refuses("migrator", "ALTER ROLE application_a PASSWORD 'mine'");
    });

    it("give the application what a migration makes in a schema of its own", async () => {
        await run("migrator", "CREATE SCHEMA billing; CREATE TABLE billing.bills (id int)");
        await run("application", "INSERT INTO billing.bills VALUES (1)");
        assert.equal((await run("reporter", "SELECT id FROM billing.bills")).rows[0].id, 1);
        await refuses("pooler", "SELECT * FROM billing.bills");
    });

    it("let reporter and checker read, in sessions that only read, and write nothing even outside of them", async () => {
        for (const purpose of ["reporter", "checker"] as const) {
            assert.equal((await run(purpose, "SELECT count(*)::int FROM orders")).rows[0].count, 0);
            assert.equal(
                (await run(purpose, "SHOW transaction_read_only")).rows[0].transaction_read_only,
                "on",
            );
            const off = "SET default_transaction_read_only = off";
            await as(user(purpose), async (db) => {
                await db.query(off);
                await assert.rejects(db.query("INSERT INTO orders (item) VALUES ('x')"), /permission denied/);
                await assert.rejects(db.query("SELECT total()"), /permission denied for function/);
                await assert.rejects(db.query("SELECT nextval('orders_id_seq')"), /permission denied/);
            });
        }
    });

    it("let the pooler call pooler.lookup and nothing else, and nobody else call it or read what it reads", async () => {
        const { rows } = await run("pooler", "SELECT * FROM pooler.lookup('application_a')");
        assert.deepEqual(Object.keys(rows[0]), ["username", "password"]);
        assert.ok(verifies(passwords.application!, rows[0].password));
        for (const sql of [
            "SELECT * FROM public.orders",
            "SELECT public.total()",
            "SELECT * FROM pooler.credentials",
        ])
            await refuses("pooler", sql);
        for (const purpose of purposeNames.filter((one) => one !== "pooler")) {
            await refuses(purpose, "SELECT * FROM pooler.lookup('application_a')");
            await refuses(purpose, "SELECT * FROM pooler.credentials");
        }
    });

    it("look up exactly what the server itself has for a user that comes through the pooler", async () => {
        const { rows } = await run("pooler", "SELECT * FROM pooler.lookup('reporter_a')");
        const [kept] = await asRds("SELECT rolpassword FROM pg_authid WHERE rolname = 'reporter_a'");
        assert.deepEqual(rows, [{ username: "reporter_a", password: kept!.rolpassword }]);
        for (const name of ["migrator_a", "pooler_a", "checker_a", "app_owner", "rdsadmin", "", "'--"]) {
            const text = name.replaceAll("'", "''");
            assert.deepEqual((await run("pooler", `SELECT * FROM pooler.lookup('${text}')`)).rows, [], name);
        }
    });

    it("look up no password that has expired, in the table or at the server, and no user that may not sign in", async () => {
        const found = async () =>
            (await run("pooler", "SELECT * FROM pooler.lookup('application_a')")).rowCount;
        const past = new Date(Date.now() - 1000);
        await master((db) => setPassword(db, "application", user("application"), past));
        assert.equal(await found(), 0);
        await assert.rejects(run("application", "SELECT 1"), /password authentication failed/);
        await master((db) => setPassword(db, "application", user("application"), nextYear));
        assert.equal(await found(), 1);
        await asRds("ALTER ROLE application_a VALID UNTIL 'yesterday'");
        assert.equal(await found(), 0);
        await asRds("ALTER ROLE application_a VALID UNTIL 'infinity' NOLOGIN");
        assert.equal(await found(), 0);
    });

    it("keep the lookup's search path, so that nobody slips in a function or a table of their own", async () => {
        await run(
            "migrator",
            "CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''-infinity'''",
        );
        const past = new Date(Date.now() - 1000);
        await master((db) => setPassword(db, "application", user("application"), past));
        await as(user("pooler"), async (db) => {
            await db.query("SET search_path = public, pg_catalog");
            assert.equal((await db.query("SELECT * FROM pooler.lookup('application_a')")).rowCount, 0);
        });
        const [definer] = await asRds(
            "SELECT proowner::regrole::text, prosecdef, proconfig FROM pg_proc WHERE proname = 'lookup'",
        );
        assert.deepEqual(definer, {
            ...{ proowner: "pooler_keeper", prosecdef: true },
            proconfig: ["search_path=pg_catalog, pg_temp"],
        });
    });

    it("leave PUBLIC nothing: no connection, no temporary table, no schema to make things in", async () => {
        await asRds("CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
        const stranger = { user: "stranger", password: "stranger" };
        await assert.rejects(
            as(stranger, (db) => db.query("SELECT 1")),
            /permission denied for database "app"/,
        );
        const [rights] = await asRds(
            `SELECT has_schema_privilege('stranger', 'public', 'CREATE') AS "make", has_schema_privilege('stranger', 'public', 'USAGE') AS "use",
                    has_database_privilege('stranger', 'app', 'TEMP') AS "temp", has_schema_privilege('stranger', 'pooler', 'USAGE') AS "pooler"`,
        );
        assert.deepEqual(rights, { make: false, use: false, temp: false, pooler: false });
    });

    it("get passwords that no log of the server shows", async () => {
        const secret = newPassword();
        await master((db) =>
            setPassword(db, "application", { user: "application_b", password: secret }, nextYear),
        );
        assert.ok(logs().includes("ALTER ROLE application_b PASSWORD 'SCRAM-SHA-256$4096:"));
        for (const password of [secret, ...Object.values(passwords)]) assert.ok(!logs().includes(password));
    });

    it("get passwords for their own purpose only", async () => {
        const login = { user: "app_owner", password: newPassword() };
        await assert.rejects(
            master((db) => setPassword(db, "application", login, nextYear)),
            /app_owner is no user of application; use application_a or application_b\./,
        );
        assert.throws(
            () => otherUser("application", "migrator_a"),
            /is for "migrator_a"; use application_a or/,
        );
    });
});
