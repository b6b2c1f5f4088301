import assert from "node:assert/strict";
import type pg from "pg";
import { repair } from "../../../functions/roles/repair.ts";
import { ended } from "../../support/command.ts";
import { skipUnless } from "../../support/skip.ts";
import { until } from "../../support/until.ts";
import { connectAsOnRds, makeIam, MASTER, startDatabase, type Database } from "../roles/database.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";
import { startTokenDoor, type TokenDoor } from "../roles/token-door.ts";
import { bundledManifest } from "./bundled.ts";

const SECRET = "the-secret-key-of-the-function";

describe("the function of the manifest, beside a real database that asks for a token", function () {
    this.timeout(300_000);
    const { env, start, invoke } = bundledManifest();

    let door: TokenDoor;
    let database: Database;
    let master: pg.Client;

    before(async function () {
        const programs = postgresFolder("complete");
        skipUnless(this, programs, "no PostgreSQL server: npm run servers");
        door = await startTokenDoor();
        database = await startDatabase(programs!, door);
        await database.renew();
        await makeIam(database);
        master = await connectAsOnRds(database, MASTER);
        await master.query(
            "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text)",
        );
        await master.query("INSERT INTO orders (item) SELECT 'kite' FROM generate_series(1, 500)");
        await repair(master);
        Object.assign(env, {
            ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: SECRET },
            ...{ DATABASE_HOST: "localhost", DATABASE_PORT: String(database.port) },
            ...{ DATABASE_NAME: "app", DATABASE_USER: "witness_iam" },
            NODE_EXTRA_CA_CERTS: database.caFile,
        });
    });
    after(async () => {
        await master?.end();
        await database?.stop();
        await door?.stop();
    });
    beforeEach(() => {
        door.seen.length = 0;
        door.allows = () => true;
    });

    it("signs in with a token for this server and this user, and logs when the heart beat", async () => {
        const { answer, log, all } = await invoke({ action: "heartbeat" });
        assert.equal(answer, "ANSWER null", all);
        const [beat] = await database.asRds("SELECT at FROM airworthy.heartbeat");
        assert.deepEqual(
            log.map(({ heartbeat }) => heartbeat),
            [(beat!.at as Date).toISOString()],
        );
        const [{ user, url }] = door.seen as [(typeof door.seen)[0]];
        const signed = Object.fromEntries(url.searchParams);
        assert.deepEqual([user, url.host], ["witness_iam", `localhost:${database.port}`]);
        assert.deepEqual([signed.Action, signed.DBUser], ["connect", "witness_iam"]);
        assert.match(signed["X-Amz-Credential"]!, /^test\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/);
        assert.match(signed["X-Amz-Signature"]!, /^[0-9a-f]{64}$/);
        assert.equal(signed["X-Amz-Expires"], "900");
    });

    it("fails when IAM lets it in no more, and shows nobody the token", async () => {
        door.allows = () => false;
        const { answer, all } = await invoke({ action: "heartbeat" });
        assert.match(answer, /^ERROR LDAP authentication failed for user "witness_iam"$/);
        assert.ok(!all.includes("X-Amz-") && !all.includes(SECRET), all);
    });

    it("gives its token to no server whose certificate it does not know", async () => {
        const { answer } = await invoke({ action: "heartbeat" }, { NODE_EXTRA_CA_CERTS: "" });
        assert.match(answer, /^ERROR .*certificate/);
        assert.equal(door.seen.length, 0);
    });

    it("has new tables watched, writes the manifest and logs one line about it", async () => {
        await database.asRds("CREATE TABLE later (id int PRIMARY KEY); ALTER TABLE later OWNER TO migrator");
        await database.asRds("GRANT SELECT ON later TO witness");
        const invariants = {
            "orders have items": {
                sql: "SELECT count(*) FROM public.orders WHERE item IS NULL",
                expected: 0,
            },
        };
        const { answer, log, all } = await invoke({ action: "manifest", invariants });
        assert.equal(answer, "ANSWER null", all);
        const [{ manifest, seconds, ...rest }] = log as [Record<string, unknown>];
        assert.deepEqual(rest, { tables: 2, missed: [], unwatched: [], invariants: 1, broken: [] });
        assert.ok(Number(manifest) >= 1 && typeof seconds === "number");
        const [kept] = await database.asRds(
            "SELECT finished IS NOT NULL AS whole, invariants FROM airworthy.manifest",
        );
        assert.deepEqual(kept, { whole: true, invariants });
    });

    it("fails when an invariant does not hold, and the manifest is written all the same", async () => {
        const event = {
            action: "manifest",
            invariants: { none: { sql: "SELECT count(*) FROM public.orders", expected: 0 } },
        };
        const { answer, log } = await invoke(event);
        assert.match(answer, /^ERROR Manifest \d+ is written, but "none" answers 500 instead of 0\.$/);
        assert.deepEqual(log[0]!.broken, [{ name: "none", holds: false, why: "answers 500 instead of 0" }]);
    });

    it("fails for a table that it can't read, and says which", async () => {
        await master.query(
            "SET ROLE migrator; CREATE TABLE hidden (id int PRIMARY KEY); REVOKE ALL ON hidden FROM witness",
        );
        await master.query("RESET ROLE");
        const { answer } = await invoke({ action: "manifest" });
        assert.match(answer, /but nothing is known of public\.hidden: permission denied for table hidden\.$/);
        // Until the next deployment, which lets it read all.
        await repair(master);
        assert.equal((await invoke({ action: "manifest" })).answer, "ANSWER null");
    });

    /** A manifest that is being written for as long as somebody does something. */
    const meanwhile = async <T>(work: (event: object) => Promise<T>) => {
        const waiting = `CREATE FUNCTION waiting() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
            WHILE NOT pg_try_advisory_xact_lock(17) LOOP PERFORM pg_sleep(0.02); END LOOP; RETURN ''; END $$`;
        await master.query("SELECT pg_advisory_lock(17)");
        await database.asRds(`${waiting}; GRANT EXECUTE ON FUNCTION waiting TO witness`);
        const slow = { wait: { sql: "SELECT public.waiting()", expected: "", seconds: 55 } };
        const event = { action: "manifest", invariants: slow };
        const written = invoke(event);
        const waits =
            "SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT public.waiting()%' AND state = 'active'";
        await until(async () => (await database.asRds(waits)).length > 0);
        const done = await work(event).finally(() => master.query("SELECT pg_advisory_unlock(17)"));
        const first = await written;
        await database.asRds("DROP FUNCTION waiting()");
        return [first, done] as const;
    };

    it("gives way to another run, and does not fail for it", async () => {
        const runs = await meanwhile((event) => invoke(event));
        assert.deepEqual(
            runs.map(({ answer }) => answer),
            ["ANSWER null", "ANSWER null"],
        );
        const ways = runs.map(({ log }) => log[0]!.manifest === null);
        assert.deepEqual(ways, [false, true]);
        assert.match(JSON.stringify(runs), /another run is writing one/);
    });

    it("beats while a manifest is being written", async () => {
        const runs = await meanwhile(() => invoke({ action: "heartbeat" }));
        for (const { answer } of runs) assert.equal(answer, "ANSWER null");
    });

    it("leaves no lock and no half manifest that counts, when it is killed half-way", async () => {
        const slow = { wait: { sql: "SELECT pg_sleep(50)::text", expected: "", seconds: 55 } };
        const run = start({ action: "manifest", invariants: slow });
        const end = ended(run);
        const sleeps =
            "SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(50)%' AND state = 'active'";
        await until(async () => (await database.asRds(sleeps)).length > 0);
        run.kill("SIGKILL");
        await end;
        // The server looks every 2 s whether there is still someone to answer.
        await until(async () => (await database.asRds(sleeps)).length === 0, undefined, 30);
        const { answer, log } = await invoke({ action: "manifest" });
        assert.equal(answer, "ANSWER null");
        assert.ok(log[0]!.manifest !== null, "it was not locked");
    });

    it("refuses to begin what it has no time for", async () => {
        const { answer } = await invoke({ action: "manifest" }, {}, 45_000);
        assert.match(answer, /^ERROR 45 s are left, and the invariants may take 0 s; use a longer timeout/);
    });
});
