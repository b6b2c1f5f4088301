import assert from "node:assert/strict";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { repair } from "../../../functions/roles/repair.ts";
import { makeIam } from "./database.ts";
import { freshWitness, THROUGH } from "./fresh-witness.ts";

describe("the witness and the checker of the backups", function () {
    this.timeout(300_000);
    const { as, master, run, asRds, witness, checker, refused, write, verdict, password } = freshWitness();

    it("are proven together: what the one writes of tables old and new, the other finds in the copy", async () => {
        await asRds(
            "CREATE EXTENSION amcheck SCHEMA airworthy; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA airworthy TO app_owner WITH GRANT OPTION",
        );
        await master((db) => repair(db));
        await run("application", "INSERT INTO orders (item) SELECT 'kite' FROM generate_series(1, 300)");
        await run(
            "migrator",
            `CREATE TABLE bills (day int, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
             CREATE TABLE bills_old PARTITION OF bills FOR VALUES FROM (0) TO (10);
             CREATE SCHEMA tax; CREATE TABLE tax.rates (name text); INSERT INTO bills SELECT 1, n FROM generate_series(1, 50) n`,
        );
        const { missed, unwatched, tables } = await write();
        assert.deepEqual({ missed, unwatched, tables }, { missed: [], unwatched: [], tables: 3 });
        // What the application deletes is told from what is lost.
        await run("application", "DELETE FROM orders WHERE id <= 10; DELETE FROM bills WHERE id <= 5");
        const at = await witness(writeHeartbeat);
        assert.deepEqual((await verdict(at)).reasons, []);
        await asRds(
            "SET session_replication_role = replica; ALTER TABLE orders DISABLE TRIGGER ALL; DELETE FROM orders WHERE id = 11",
        );
        assert.match((await verdict(at)).reasons.join(), /1 of 300 known rows of public\.orders are gone/);
    });

    it("tells a migration from a loss once the master may make event triggers, as RDS lets it", async () => {
        const [first] = await asRds("SELECT count(*)::int AS triggers FROM pg_event_trigger");
        assert.equal(first!.triggers, 0);
        const denied = await master((db) => repair(db));
        assert.match(denied.migrations, /^not recorded: .*create event trigger/i);
        await asRds("ALTER ROLE app_owner SUPERUSER");
        assert.equal((await master((db) => repair(db))).migrations, "recorded");
        await asRds("ALTER ROLE app_owner NOSUPERUSER");
        assert.equal((await master((db) => repair(db))).migrations, "recorded");
        await write();
        await run("migrator", "DROP FUNCTION total(); DROP TABLE orders");
        const { reasons } = await verdict(await witness(writeHeartbeat));
        assert.deepEqual(
            reasons.filter((reason) => !reason.startsWith("indexes are not proven")),
            [],
        );
    });

    it("may write the ledger and read every table, and change nothing else", async () => {
        await witness((db) => db.query("SELECT * FROM orders"));
        for (const sql of [
            "INSERT INTO orders (item) VALUES ('x')",
            "DELETE FROM orders",
            "DROP TABLE orders",
            "CREATE TRIGGER mine AFTER DELETE ON orders FOR EACH STATEMENT EXECUTE FUNCTION airworthy.witness_rows()",
            "SELECT total()",
            "SELECT * FROM pooler.credentials",
            "SELECT * FROM pooler.lookup('application_a')",
            "SELECT airworthy.watch('orders', '{1}', false, false, false)",
            "CREATE TABLE airworthy.mine ()",
            "CREATE SCHEMA mine",
            "CREATE TEMP TABLE mine ()",
            "DROP TABLE airworthy.gone",
            "INSERT INTO airworthy.gone (relation) VALUES (1)",
            "UPDATE airworthy.entry SET name = 'x'",
            "CREATE ROLE mine",
        ])
            await refused(witness, sql);
        await refused(witness, "SET ROLE migrator", /permission denied to set role/);
        for (const table of ["pooler.credentials", "airworthy.gone", "pg_class"])
            await refused(witness, `SELECT ${THROUGH}('${table}', '{1}', false, false, false)`);
    });

    it("let the checker read the ledger and write nothing, and leave nobody else a way in", async () => {
        await checker((db) =>
            db.query("SELECT * FROM airworthy.manifest, airworthy.entry, airworthy.gone, airworthy.ddl"),
        );
        await checker(async (db) => {
            await db.query("SET default_transaction_read_only = off");
            for (const sql of [
                "DELETE FROM airworthy.gone",
                `SELECT ${THROUGH}('orders', '{1}', false, false, false)`,
                "CREATE TABLE airworthy.mine ()",
            ])
                await assert.rejects(db.query(sql), /permission denied/, sql);
        });
        for (const purpose of ["application", "reporter", "pooler"] as const)
            await assert.rejects(run(purpose, "SELECT * FROM airworthy.heartbeat"), /permission denied/);
        await assert.rejects(run("migrator", "DELETE FROM airworthy.gone"), /permission denied/);
        await assert.rejects(run("migrator", "CREATE TABLE airworthy.mine ()"), /permission denied/);
    });

    it("have no password, nor keep one that someone gave them, and IAM where the server knows it", async () => {
        await asRds(`ALTER ROLE witness_iam PASSWORD '${password}'`);
        assert.equal((await master((db) => repair(db))).iam, "not on this server");
        await assert.rejects(
            as({ user: "witness_iam", password }, (db) => db.query("SELECT 1")),
            /password authentication failed/,
        );
        await makeIam({ asRds });
        await master((db) => db.query("GRANT rds_iam TO application_a"));
        assert.equal((await master((db) => repair(db))).iam, "granted");
        const members = await asRds(
            "SELECT member::regrole::text FROM pg_auth_members WHERE roleid = 'rds_iam'::regrole AND member <> 'app_owner'::regrole ORDER BY 1",
        );
        assert.deepEqual(
            members.map(({ member }) => member),
            ["checker_iam", "migrator_iam", "reporter_iam", "witness_iam"],
        );
        const limited = await asRds(
            "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolconnlimit <> -1 ORDER BY 1",
        );
        assert.deepEqual(
            limited.map(({ rolname, rolconnlimit }) => [rolname, rolconnlimit]),
            [
                ["migrator_iam", 3],
                ["reporter_iam", 3],
            ],
        );
    });

    it("read what a migration hid from them, from the next deployment on", async () => {
        await run("migrator", "REVOKE SELECT ON orders FROM witness, checker");
        await refused(witness, "SELECT * FROM orders");
        await master((db) => repair(db));
        await witness((db) => db.query("SELECT * FROM orders"));
        await checker((db) => db.query("SELECT * FROM orders"));
    });

    it("get their rights back when someone took or widened them, and the ledger its owner", async () => {
        await master((db) => db.query("GRANT migrator TO witness_iam"));
        await asRds(
            `GRANT INSERT ON airworthy.gone TO witness; REVOKE SELECT ON airworthy.entry FROM checker;
             GRANT ALL ON SCHEMA airworthy TO PUBLIC; GRANT EXECUTE ON FUNCTION ${THROUGH} TO PUBLIC`,
        );
        await master((db) => repair(db));
        await refused(witness, "INSERT INTO airworthy.gone (relation) VALUES (1)");
        await refused(witness, "DROP TABLE orders");
        await checker((db) => db.query("SELECT * FROM airworthy.entry"));
        await assert.rejects(run("application", "CREATE TABLE airworthy.mine ()"), /permission denied/);
        await assert.rejects(
            run("reporter", `SELECT ${THROUGH}('orders', '{1}', false, false, false)`),
            /permission denied/,
        );
    });

    it("are refused a schema airworthy that someone else has", async () => {
        await asRds("ALTER SCHEMA airworthy OWNER TO migrator");
        await assert.rejects(
            master((db) => repair(db)),
            /Schema airworthy is not of ledger_keeper; rename it/,
        );
    });
});
