import assert from "node:assert/strict";
import { repair } from "../../../functions/roles/repair.ts";
import { freshRoles } from "./fresh-roles.ts";

describe("repairing the database's roles", function () {
    this.timeout(300_000);
    const { master, run, refuses, giveAll, asRds, renew } = freshRoles();

    it("are the same after a second repair, and after two at the same time", async () => {
        const state = () =>
            asRds(
                `SELECT (SELECT json_agg(r ORDER BY rolname) FROM (SELECT rolname, r.rolcanlogin, r.rolconfig, a.rolpassword FROM pg_roles r JOIN pg_authid a USING (rolname)) r)::text AS roles,
                        (SELECT json_agg(m::text ORDER BY m::text) FROM pg_auth_members m)::text AS members,
                        (SELECT json_agg(nspacl::text ORDER BY nspname) FROM pg_namespace)::text AS schemas,
                        (SELECT json_agg(d::text ORDER BY d::text) FROM pg_default_acl d)::text AS defaults,
                        (SELECT json_agg(coalesce(relacl::text, '') ORDER BY oid) FROM pg_class WHERE relkind IN ('r', 'S') AND oid >= 16384)::text AS tables`,
            );
        const before = await state();
        await master((db) => repair(db));
        assert.deepEqual(await state(), before);
        await Promise.all(Array.from({ length: 6 }, () => master((db) => repair(db))));
        assert.deepEqual(await state(), before);
    });

    it("can be made by several at the same time on a fresh database", async () => {
        await renew();
        await Promise.all(Array.from({ length: 6 }, () => master((db) => repair(db))));
        await master(giveAll);
        assert.equal((await run("application", "SELECT 1 AS one")).rows[0].one, 1);
    });

    it("are mended: rights, groups, settings and abilities that someone gave or took", async () => {
        await master((db) => db.query("GRANT migrator TO application_a; REVOKE reporter FROM reporter_a"));
        await asRds(
            `ALTER ROLE reporter_a RESET ALL; ALTER ROLE application_a CREATEROLE;
             GRANT ALL ON SCHEMA public TO PUBLIC; GRANT CONNECT ON DATABASE app TO PUBLIC;
             GRANT EXECUTE ON FUNCTION pooler.lookup(text) TO PUBLIC; ALTER ROLE checker_a NOLOGIN`,
        );
        await master((db) => repair(db));
        await refuses("application", "SET ROLE migrator", /permission denied to set role/);
        await refuses("application", "CREATE ROLE x");
        await refuses("application", "CREATE TABLE x ()");
        await refuses("application", "SELECT * FROM pooler.lookup('application_a')");
        assert.equal(
            (await run("reporter", "SHOW transaction_read_only")).rows[0].transaction_read_only,
            "on",
        );
        assert.equal((await run("checker", "SELECT count(*)::int FROM orders")).rows[0].count, 0);
    });

    it("keep what a migration took from the application", async () => {
        await run("migrator", "REVOKE UPDATE, DELETE ON orders FROM application");
        await master((db) => repair(db));
        await refuses("application", "DELETE FROM orders");
        await run("application", "INSERT INTO orders (item) VALUES ('kept')");
    });

    it("take over what the master made before there were roles, extensions left alone", async () => {
        await renew();
        await asRds("CREATE EXTENSION pgcrypto; CREATE EXTENSION amcheck");
        await master((db) =>
            db.query(
                `CREATE SCHEMA old; CREATE TYPE old.mood AS ENUM ('glad');
                 CREATE TABLE old.people (id int GENERATED ALWAYS AS IDENTITY, n serial, feels old.mood DEFAULT 'glad');
                 CREATE VIEW old.all AS SELECT * FROM old.people; CREATE SEQUENCE old.tickets;
                 CREATE TABLE "a ""quoted"" one" (x int);
                 CREATE FUNCTION old.secret() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
            ),
        );
        const { adopted, amcheck } = await master((db) => repair(db));
        assert.deepEqual(adopted, [
            "routine old.secret()",
            "sequence old.tickets",
            'table "a ""quoted"" one"',
            'table old."all"',
            "table old.people",
            "type old.mood",
        ]);
        assert.equal(amcheck, "not ours to grant");
        await master(giveAll);
        await run(
            "application",
            "INSERT INTO old.people DEFAULT VALUES; SELECT old.secret(), nextval('old.tickets')",
        );
        assert.equal((await run("reporter", 'SELECT feels FROM old."all"')).rows[0].feels, "glad");
        await run("migrator", "ALTER TYPE old.mood ADD VALUE 'sad'; ALTER TABLE old.people ADD y int");
        const [left] = await asRds(
            "SELECT count(*)::int FROM pg_class WHERE relowner = 'app_owner'::regrole AND relkind IN ('r', 'S', 'v')",
        );
        assert.equal(left!.count, 0);
        assert.deepEqual((await master((db) => repair(db))).adopted, []);
    });

    it("take over more tables than one transaction can lock", async () => {
        await renew();
        await master(async (db) => {
            // Making them takes a busy machine longer than a user's request may.
            await db.query("SET statement_timeout = 0");
            await db.query(
                `DO $$ BEGIN FOR n IN 1..600 LOOP
                     EXECUTE format('CREATE TABLE old_%s (id serial PRIMARY KEY, says text)', n); COMMIT;
                 END LOOP; END $$`,
            );
        });
        const { adopted } = await master((db) => repair(db));
        assert.equal(adopted.length, 600);
        const [left] = await asRds(
            "SELECT count(*)::int FROM pg_class WHERE relowner = 'app_owner'::regrole AND relkind IN ('r', 'S')",
        );
        assert.equal(left!.count, 0);
    });

    it("let the checker use amcheck where the master may grant it", async () => {
        await asRds(
            "CREATE EXTENSION amcheck; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO app_owner WITH GRANT OPTION",
        );
        assert.equal((await master((db) => repair(db))).amcheck, "granted");
        await run("checker", "SELECT bt_index_check('orders_pkey')");
        await refuses("reporter", "SELECT bt_index_check('orders_pkey')");
    });

    it("are refused when one of them is a superuser, which nobody but RDS could mend", async () => {
        await asRds("ALTER ROLE reporter_b SUPERUSER");
        await assert.rejects(
            master((db) => repair(db)),
            /reporter_b may do what only a superuser can take away/,
        );
    });

    it("are refused when someone else has a schema named pooler", async () => {
        await renew();
        await master((db) =>
            db.query("CREATE SCHEMA pooler; CREATE TABLE pooler.credentials (username name)"),
        );
        await assert.rejects(
            master((db) => repair(db)),
            /Schema pooler is not of pooler_keeper/,
        );
        const [roles] = await asRds("SELECT count(*)::int FROM pg_roles WHERE rolname = 'application'");
        assert.equal(roles!.count, 0, "all or nothing");
    });

    it("take no password hash to make: the master can't read them", async () => {
        await assert.rejects(
            master((db) => db.query("SELECT rolpassword FROM pg_authid")),
            /permission denied for table pg_authid/,
        );
    });
});
