import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { asSuperuser, query } from "../../scripts/lib/local-roles.ts";
import { soon, start } from "./program.ts";
import { surroundings, type Surroundings } from "./running.ts";

const names = ["0001-orders", "0002-expand-correlation-id", "0003-contract-request-id"];
const database = "migrated";

describe("the example's migrations", () => {
    let around: Surroundings;
    before(async function () {
        around = await surroundings(this);
        const waits = `ALTER ROLE app_owner IN DATABASE ${database} SET lock_timeout = '200ms'`;
        await asSuperuser(
            around.postgres,
            [`CREATE DATABASE ${database} OWNER app_owner`, waits],
            "postgres",
        );
    });
    beforeEach(() => sql("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"));

    const sql = async (...statements: string[]) => {
        const at = { host: around.postgres.folder, port: around.postgres.port, user: "postgres", database };
        return (await query(at, ["SET ROLE app_owner", ...statements])).rows;
    };
    const history = async () =>
        (await sql("SELECT name FROM migrations ORDER BY id")).map(({ name }) => name);

    /** The image's program as it was when it had so many migrations. */
    function migrate(count: number) {
        const folder = path.join(around.folder, String(count));
        mkdirSync(path.join(folder, "migrations"), { recursive: true });
        cpSync(path.join(around.folder, "migrate.js"), path.join(folder, "migrate.js"));
        for (const name of names.slice(0, count))
            cpSync(
                path.join(around.folder, `migrations/${name}.sql`),
                path.join(folder, `migrations/${name}.sql`),
            );
        return start(path.join(folder, "migrate.js"), { ...around.migrator, PGDATABASE: database });
    }

    it("are in the history once, when two run at once and when they run again", async () => {
        assert.deepEqual(
            readdirSync(path.join(around.folder, "migrations")),
            names.map((name) => `${name}.sql`),
        );
        const both = [migrate(3), migrate(3)];
        assert.deepEqual(await Promise.all(both.map(({ ended }) => ended)), [0, 0]);
        assert.deepEqual(await history(), names);
        const again = migrate(3);
        assert.equal(await again.ended, 0);
        assert.deepEqual((await again.says("migrated")).done, []);
        assert.deepEqual(again.noise, []);
    });

    const first = (key: string) =>
        `INSERT INTO orders (idempotency_key, item, quantity, unit_cents, request_id) VALUES ('${key}', 'tea', 1, 1, 'r')`;
    const now = (key: string) =>
        `INSERT INTO orders (idempotency_key, item, quantity, unit_cents, correlation_id) VALUES ('${key}', 'tea', 1, 1, 'c')`;

    it("let the version before and the next work side by side, and go on where one was killed", async () => {
        assert.equal(await migrate(1).ended, 0);
        await sql(first("a"));
        const reader = await around.holding("SELECT 1 FROM orders", database);
        try {
            const killed = migrate(2);
            await soon(around.isBlocked);
            killed.process.kill("SIGKILL");
            await killed.ended;
            const next = migrate(2);
            // It gave its place up, so that those who came after it did not wait.
            await next.says("not migrated");
            assert.deepEqual(await history(), names.slice(0, 1));
            await reader.release();
            assert.equal(await next.ended, 0);
        } finally {
            await reader.release();
        }
        await sql(first("b"), now("c"));
        assert.equal(await migrate(3).ended, 0);
        await sql(now("d"));
        assert.deepEqual(await history(), names);
        const rows = await sql("SELECT correlation_id FROM orders ORDER BY idempotency_key");
        assert.deepEqual(
            rows.map(({ correlation_id: id }) => id),
            ["", "", "c", "c"],
        );
    });
});
