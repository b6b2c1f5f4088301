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

interface Story {
    name: string;
    /** What is there when the manifest is written. */
    is: string;
    /** What happens to it then. */
    becomes: string;
    /** The oldest version that can do this. */
    since?: number;
}

const rows = "SELECT n, n FROM generate_series(1, 200) n";
const parts = `CREATE TABLE parts (id int, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
    CREATE TABLE early PARTITION OF parts FOR VALUES FROM (0) TO (100); INSERT INTO parts SELECT n, 50 FROM generate_series(1, 200) n;`;
const computed = `CREATE TABLE sums (a int, b int GENERATED ALWAYS AS (a * 2)); INSERT INTO sums SELECT generate_series(1, 200)`;

const GOOD: Story[] = [
    {
        name: "a watched table becomes a partition",
        is: `${parts} CREATE TABLE late (LIKE parts INCLUDING ALL); INSERT INTO late SELECT n, 150 FROM generate_series(1, 200) n`,
        becomes: `ALTER TABLE parts ATTACH PARTITION late FOR VALUES FROM (100) TO (200); DELETE FROM parts WHERE id < 20;
            DELETE FROM late WHERE id < 30; UPDATE parts SET id = id + 1000 WHERE id < 40`,
    },
    {
        name: "a watched tree of partitions becomes a branch of another",
        is: `${parts} CREATE TABLE late (LIKE parts INCLUDING ALL) PARTITION BY RANGE (id);
            CREATE TABLE leaf PARTITION OF late DEFAULT; INSERT INTO late SELECT n, 150 FROM generate_series(1, 200) n`,
        becomes: `ALTER TABLE parts ATTACH PARTITION late FOR VALUES FROM (100) TO (200); DELETE FROM parts WHERE id < 20`,
    },
    {
        name: "rows of a table that inherits go by its parent, whose key it does not share",
        is: `CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (more int) INHERITS (parent); INSERT INTO child ${rows}`,
        becomes: "DELETE FROM parent WHERE id < 20; DELETE FROM child WHERE more < 40",
    },
    {
        name: "a column that is computed when it is read is computed otherwise",
        since: 18,
        is: computed,
        becomes: "ALTER TABLE sums ALTER COLUMN b SET EXPRESSION AS (a * 3)",
    },
    {
        name: "a table without a key, with such a column, loses some rows by DELETE and UPDATE",
        since: 18,
        is: computed,
        becomes: "DELETE FROM sums WHERE a < 20; UPDATE sums SET a = a + 1000 WHERE a < 40",
    },
];

describe("a manifest and what changes after it", function () {
    this.timeout(300_000);
    let server: LocalPostgres | undefined;
    const clients: pg.Client[] = [];
    let version = 0;

    const connect = async (database: string) => {
        assert.ok(server);
        const client = new pg.Client({ host: server.folder, port: server.port, user: "postgres", database });
        client.on("error", () => undefined);
        await client.connect();
        clients.push(client);
        return client;
    };
    const opened = async (name: string, sql: string) => {
        await (await connect("postgres")).query(`CREATE DATABASE ${name}`);
        const db = await connect(name);
        await createLedger(db);
        await watchMigrations(db);
        await db.query(sql);
        assert.deepEqual((await watchDeletes(db)).unwatched, []);
        await db.query("RESET ALL");
        return db;
    };
    const judged = async (name: string) => {
        const db = await connect(name);
        const restoreTime = await writeHeartbeat(db);
        return check(db, { database: { name }, restoreTime });
    };

    before(async function () {
        skipUnless(this, postgresFolder("newest"), "PostgreSQL is not installed: npm run servers");
        server = await startPostgres();
        const { rows } = await (
            await connect("postgres")
        ).query("SELECT current_setting('server_version_num')::int / 10000 AS major");
        version = rows[0].major;
    });
    afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));
    after(() => server?.stop());

    for (const [n, { name, is, becomes, since = 15 }] of GOOD.entries())
        it(`agree where ${name}`, async function () {
            skipUnless(this, version >= since, `PostgreSQL ${since} is not installed: npm run servers`);
            const db = await opened(`good${n}`, is);
            const writer = await connect(`good${n}`);
            assert.deepEqual((await writeManifest(writer)).unwatched, []);
            await db.query(becomes);
            assert.deepEqual((await judged(`good${n}`)).reasons, []);
            // And what is watched from now on is one and the same.
            assert.deepEqual((await watchDeletes(writer)).unwatched, []);
            assert.deepEqual((await writeManifest(writer)).unwatched, []);
            await db.query(becomes.replace(/ALTER.*?(;|$)/, ""));
            assert.deepEqual((await judged(`good${n}`)).reasons, []);
        });

    it("know the triggers that an earlier release or a dump named otherwise, and put theirs in their place", async () => {
        const db = await opened("renamed", "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (LIKE a)");
        await db.query(`DO $$ DECLARE t record; BEGIN
            FOR t IN SELECT tgname, tgrelid FROM pg_trigger WHERE tgname LIKE 'airworthy%' LOOP
                EXECUTE format('ALTER TRIGGER %I ON %s RENAME TO %I', t.tgname, t.tgrelid::regclass,
                    substring(t.tgname from '^airworthy_[a-z]+') || CASE t.tgrelid WHEN 'a'::regclass THEN '' ELSE '_1' END);
            END LOOP; END $$`);
        const writer = await connect("renamed");
        assert.deepEqual((await writeManifest(writer)).unwatched, ["public.a", "public.b"]);
        assert.deepEqual((await watchDeletes(writer)).unwatched, []);
        const { rows } =
            await db.query(`SELECT bool_and(tgname LIKE '%\\_' || tgrelid) AS own, count(*)::int AS count
            FROM pg_trigger WHERE tgname LIKE 'airworthy%'`);
        assert.deepEqual(rows, [{ own: true, count: 6 }]);
        assert.deepEqual((await writeManifest(writer)).unwatched, []);
    });

    it("do not call rows lost for certain whose key a migration wrote anew", async () => {
        const db = await opened("rewritten", `CREATE TABLE prices (at timestamp, cents int)`);
        await db.query(
            "INSERT INTO prices SELECT now() + n * interval '1 s', n FROM generate_series(1, 200) n",
        );
        await writeManifest(await connect("rewritten"));
        await db.query("ALTER TABLE prices ALTER COLUMN at TYPE timestamptz");
        const { reasons } = await judged("rewritten");
        assert.match(
            reasons.join(),
            /^200 of 200 known rows .*unless a migration since .* how their key is written/,
        );
    });

    it("are not held together by what was known of a table or of the schema long ago", async () => {
        const db = await opened(
            "stale",
            "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)",
        );
        const writer = await connect("stale");
        const blocked = async () => {
            await db.query("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
            return writeManifest(writer).finally(() => db.query("ROLLBACK"));
        };
        await writeManifest(writer);
        assert.deepEqual(
            (await blocked()).missed.map(({ isKnownFromBefore }) => isKnownFromBefore),
            [true, true],
        );
        await db.query(
            "UPDATE airworthy.entry SET taken = taken - interval '25 hours' WHERE name = 'public.a'",
        );
        const [a] = (await blocked()).missed;
        assert.deepEqual([a?.table, a?.isKnownFromBefore], ["public.a", false]);
        assert.match((await judged("stale")).reasons.join(), /^public\.a is not in the manifest/);
        // Three manifests have the schema of the first: a fourth is none.
        await assert.rejects(blocked(), /lock timeout/);
    });

    it("know a table that is lost though the schema was read before it was there", async () => {
        const db = await opened("newer", "CREATE TABLE a (id int PRIMARY KEY)");
        const writer = await connect("newer");
        await writeManifest(writer);
        await db.query("CREATE TABLE b (id int PRIMARY KEY)");
        await db.query("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
        await writeManifest(writer).finally(() => db.query("ROLLBACK"));
        await db.query(
            "ALTER EVENT TRIGGER airworthy_ddl DISABLE; ALTER EVENT TRIGGER airworthy_drops DISABLE",
        );
        await db.query("DROP TABLE b");
        assert.deepEqual((await judged("newer")).reasons, ["table public.b is missing"]);
    });

    it("say nothing of what no backup or no manifest holds, and the notes name that", async () => {
        const db = await opened("open", `CREATE UNLOGGED TABLE "Carts" (id int PRIMARY KEY)`);
        await db.query("SELECT lo_from_bytea(0, 'a picture')");
        await writeManifest(await connect("open"));
        const { proven, notes } = await judged("open");
        assert.ok(proven);
        assert.match(
            notes.join("; "),
            /unlogged tables .* public\."Carts"; 1 large objects.*; other databases .*stale/,
        );
    });
});
