import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startPooler, type LocalPooler } from "../../../scripts/lib/local-pooler.ts";
import { startPostgres, startReplica, type LocalPostgres } from "../../../scripts/lib/local-postgres.ts";
import {
    asMaster,
    lookup,
    makeRoles,
    overTls,
    query,
    setPassword,
} from "../../../scripts/lib/local-roles.ts";
import { needsServers, version } from "../../support/pooler.ts";

const [first, second, other] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
const ask = "SELECT pg_is_in_recovery() AS follows, host(inet_server_addr()) AS at";

describe(`the pooler in front of read replicas (PgBouncer ${version})`, function () {
    this.timeout(300_000);
    let postgres: LocalPostgres;
    let caFile: string;
    const replicas: LocalPostgres[] = [];
    const reading = ({ port }: LocalPooler, database = "app_reader"): pg.ClientConfig => {
        return { ...overTls, port, database, user: "app_a", password: "OneOfAll" };
    };
    /** Where each of some clients at once is led to. */
    async function ways(pooler: LocalPooler, clients: number): Promise<{ follows: boolean; at: string }[]> {
        const asked = `${ask}, pg_sleep(0.2)`;
        const all = Array.from({ length: clients }, () => query(reading(pooler), [asked]));
        return (await Promise.all(all)).map(({ rows: [{ follows, at }] }) => ({ follows, at }));
    }

    before(async function () {
        needsServers(this);
        postgres = await startPostgres([], { kind: "complete" });
        await makeRoles(postgres);
        await setPassword(postgres, "app_a", "OneOfAll");
        await asMaster(postgres, ["CREATE TABLE seen (n int)", "GRANT SELECT, INSERT ON seen TO app_rights"]);
        replicas.push(await startReplica(postgres, first));
        // Its certificate is for another address than the one that it answers at.
        replicas.push(await startReplica(postgres, second, `${second},${other}`));
        caFile = path.join(postgres.folder, "all.crt");
        const all = [postgres, ...replicas].map((one) => readFileSync(one.caFile, "utf8"));
        writeFileSync(caFile, all.join(""), { mode: 0o644 });
    });
    after(async () => {
        for (const one of replicas) await one.stop();
        await postgres?.stop();
    });

    it("leads to one of the replicas, each under its own certificate, and shows what was written", async () => {
        await asMaster(postgres, ["INSERT INTO seen VALUES (7)"]);
        const found = new Set<string>();
        // By lot: that forty take the same happens once in five hundred thousand million times.
        for (let tries = 0; found.size < 2 && tries < 40; tries++) {
            const pooler = await startPooler(postgres, { lookup, caFile, readerHosts: [first!, second!] });
            try {
                const led = await ways(pooler, 3);
                assert.ok(led.every(({ at, follows }) => follows && at === led[0]?.at));
                found.add(led[0]!.at);
                const end = performance.now() + 60_000;
                for (let n: unknown; n !== 7;) {
                    assert.ok(performance.now() < end, "it never came over");
                    n = (await query(reading(pooler), ["SELECT max(n) AS n FROM seen"])).rows[0].n;
                }
                const write = query(reading(pooler), ["INSERT INTO seen VALUES (8)"]);
                await assert.rejects(write, /read-only transaction/);
            } finally {
                await pooler.stop();
            }
        }
        assert.deepEqual(found, new Set([first, second]));
    });

    it("sends nothing to a replica whose certificate is for another, and nobody is led there", async () => {
        const pooler = await startPooler(postgres, { lookup, caFile, readerHosts: [other!] });
        try {
            const where = { ...reading(pooler), connectionTimeoutMillis: 3000 };
            const refusal = /127\.0\.0\.4.*(not present in|certificate|TLS handshake)/i;
            // On a slow machine a client gives up before the pooler has come so far.
            do await assert.rejects(query(where, ["SELECT 1"]));
            while (!refusal.test(pooler.server.log));
        } finally {
            await pooler.stop();
        }
    });

    it("reads where it writes when there is no replica", async () => {
        const pooler = await startPooler(postgres, { lookup });
        try {
            assert.deepEqual(await ways(pooler, 1), [{ follows: false, at: "127.0.0.1" }]);
        } finally {
            await pooler.stop();
        }
    });

    it("keeps the connections of those who read apart: as many as are asked for, and no more", async () => {
        const numbers = { readerPoolSize: 1, maxReaderConnections: 2 };
        const pooler = await startPooler(postgres, { lookup, numbers });
        const holder = new pg.Client(reading(pooler));
        holder.on("error", () => undefined);
        try {
            await holder.connect();
            await holder.query("BEGIN; SELECT 1");
            await query(reading(pooler, "app"), ["SELECT 1"]);
            let isServed = false;
            const waiting = query(reading(pooler), ["SELECT 1"]).then(() => (isServed = true));
            waiting.catch(() => undefined); // where it is too early, nobody asks how it went
            await wait(300);
            assert.ok(!isServed, "a second reader did not wait for the first");
            await holder.query("COMMIT");
            await waiting;
        } finally {
            await holder.end().catch(() => undefined);
            await pooler.stop();
        }
    });
});
