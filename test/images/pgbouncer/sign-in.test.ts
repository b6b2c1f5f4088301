import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import pg from "pg";
import { isSince } from "../../../images/pgbouncer/render.ts";
import { startPooler, type LocalPooler } from "../../../scripts/lib/local-pooler.ts";
import { startPostgres, type LocalPostgres } from "../../../scripts/lib/local-postgres.ts";
import { makeCertificates, privateFolder, removeFolder } from "../../../scripts/lib/local-server.ts";
import {
    asMaster,
    lookup,
    makeRoles,
    overTls,
    query,
    setPassword,
} from "../../../scripts/lib/local-roles.ts";
import { needsServers, version } from "../../support/pooler.ts";

describe(`the pooler in front of PostgreSQL (PgBouncer ${version})`, function () {
    this.timeout(300_000);
    let postgres: LocalPostgres;
    let pooler: LocalPooler;
    const as = (user: string, password: string): pg.ClientConfig => {
        return { ...overTls, port: pooler.port, database: "app", user, password };
    };

    before(async function () {
        needsServers(this);
        postgres = await startPostgres();
        await makeRoles(postgres);
        await setPassword(postgres, "app_a", "OneOfAll");
        pooler = await startPooler(postgres, { lookup });
    });
    after(async () => {
        await pooler?.stop();
        await postgres?.stop();
    });

    it("understands every setting that it is given", () => {
        assert.doesNotMatch(pooler.server.log, /WARNING|ERROR|FATAL/);
        assert.match(pooler.server.log, /max_client_conn: 500/);
    });

    it("lets an application in by SCRAM with TLS 1.2 or newer on both sides, though nobody may read pg_authid", async () => {
        await assert.rejects(asMaster(postgres, ["SELECT rolpassword FROM pg_authid"]), /permission denied/);
        const ask = "SELECT current_user AS name, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        const { rows } = await query(as("app_a", "OneOfAll"), [ask]);
        assert.equal(rows[0].name, "app_a");
        assert.match(rows[0].version, /^TLSv1\.[23]$/);
    });

    it("refuses a client without TLS, before it sends a password", async () => {
        const plain = { ...as("app_a", "OneOfAll"), ssl: false };
        await assert.rejects(query(plain, ["SELECT 1"]), /SSL required/);
    });

    it("refuses a wrong password and a user that is not there", async () => {
        await assert.rejects(query(as("app_a", "OneOfFew"), ["SELECT 1"]), /SASL authentication failed/);
        await assert.rejects(
            query(as("app_x", "OneOfAll"), ["SELECT 1"]),
            /no such user|SASL authentication/,
        );
    });

    it("refuses a password that has expired (CVE-2025-2291), and takes the next without a restart", async () => {
        await setPassword(postgres, "app_b", "Today");
        await query(as("app_b", "Today"), ["SELECT 1"]);
        await setPassword(postgres, "app_b", "Today", "2026-01-01");
        await assert.rejects(query(as("app_b", "Today"), ["SELECT 1"]), /no such user|SASL authentication/);
        await setPassword(postgres, "app_b", "Tomorrow");
        await assert.rejects(query(as("app_b", "Today"), ["SELECT 1"]), /SASL authentication failed/);
        await query(as("app_b", "Tomorrow"), ["SELECT 1"]);
    });

    it("keeps the administration to its own machine, and shows statistics to the user that looks up", async () => {
        const console = { ...as(lookup.user, lookup.password), database: "pgbouncer" };
        const { rows } = await query(console, ["SHOW POOLS"]);
        assert.ok(rows.some(({ user }) => user === "app_a"));
        await assert.rejects(query(console, ["PAUSE"]), /admin access needed/);
    });

    it("shares prepared statements between connections since 1.21; before, they fail on any but their own", async () => {
        const [one, other] = [new pg.Client(as("app_a", "OneOfAll")), new pg.Client(as("app_a", "OneOfAll"))];
        const prepared = { name: "by-name", text: "SELECT 7 AS seven" };
        try {
            await Promise.all([one.connect(), other.connect()]);
            await one.query(prepared);
            // The connection on which it was prepared is the other's now.
            await other.query("BEGIN");
            const again = one.query(prepared);
            if (isSince(version, "1.21")) assert.deepEqual((await again).rows, [{ seven: 7 }]);
            else await assert.rejects(again, /prepared statement "by-name" does not exist/);
        } finally {
            await Promise.all([one.end(), other.end()]);
        }
    });

    it("writes no password and no verifier into its log, and hands none to PgBouncer's own surroundings", () => {
        assert.match(pooler.server.log, /SASL authentication failed|password authentication failed/);
        const secrets = /OneOf|Today|Tomorrow|SCRAM-SHA-256\$|"lookup"/;
        assert.doesNotMatch(pooler.server.log, secrets);
        const [, pid] = /\[(\d+)\] LOG process up/.exec(pooler.server.log) ?? [];
        assert.doesNotMatch(readFileSync(`/proc/${pid}/environ`, "utf8"), /LOOKUP_PASSWORD/);
    });

    it("refuses a database whose certificate is for another name", async () => {
        await refuses({ ...postgres }, "127.0.0.1");
    });

    it("refuses a database whose certificate leads to another authority", async () => {
        const folder = privateFolder();
        const { ca } = await makeCertificates(folder);
        await refuses({ ...postgres, caFile: ca }, "localhost").finally(() => removeFolder(folder));
    });

    async function refuses(server: LocalPostgres, host: string): Promise<void> {
        const other = await startPooler(server, { lookup, host });
        const where = { ...as("app_a", "OneOfAll"), port: other.port, connectionTimeoutMillis: 3000 };
        const refusal = /TLS handshake (failed|error)|certificate verif|name .* not present/i;
        // On a slow machine a client gives up before the pooler has come so far.
        do await assert.rejects(query(where, ["SELECT 1"]));
        while (!refusal.test(other.server.log));
        assert.doesNotMatch(other.server.log, /login ok|new connection to server/i);
        await other.stop();
    }
});
