import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { asSuperuser, query } from "../../scripts/lib/local-roles.ts";
import { Gating } from "../support/gating.ts";
import { soon, start } from "./program.ts";
import { surroundings, type Surroundings } from "./running.ts";

const names = ["0001-orders", "0002-expand-correlation-id", "0003-contract-request-id"];
const database = "released";

describe("the example's migrations, run by the gate of a release", () => {
    let around: Surroundings;
    let gate: Gating;
    before(async function () {
        around = await surroundings(this);
        const waits = `ALTER ROLE app_owner IN DATABASE ${database} SET lock_timeout = '200ms'`;
        const made = [`CREATE DATABASE ${database} OWNER app_owner`, waits];
        await asSuperuser(around.postgres, made, "postgres");
        gate = await Gating.start(around.aws);
        const folder = path.join(around.folder, "first");
        mkdirSync(path.join(folder, "migrations"), { recursive: true });
        for (const file of ["migrate.js", `migrations/${names[0]}.sql`])
            cpSync(path.join(around.folder, file), path.join(folder, file));
    });
    after(() => {
        if (around) around.aws.standIns.length = 0;
    });

    /** What ECS runs: the image's own program, with the migrator's variables. */
    const runs = (folder: string) => () => {
        const run = start(path.join(folder, "migrate.js"), { ...around.migrator, PGDATABASE: database });
        return { ended: run.ended, stop: () => void run.process.kill("SIGKILL") };
    };
    const history = async () => {
        const at = { host: around.postgres.folder, port: around.postgres.port, user: "postgres", database };
        const { rows } = await query(at, ["SET ROLE app_owner", "SELECT name FROM migrations ORDER BY id"]);
        return rows.map(({ name }) => name);
    };
    /** As ECS does, for as long as it is told to ask again. */
    const released = async (deployment: string) => {
        let answer = await gate.ask(deployment);
        await soon(async () => (answer = await gate.ask(deployment)).hookStatus !== "IN_PROGRESS");
        return answer.hookStatus;
    };

    it("are done once, however often ECS asks, and go on after a release that was stopped half-way", async () => {
        gate.ecs.work = runs(path.join(around.folder, "first"));
        assert.deepEqual(await Promise.all([released("d1"), released("d1")]), ["SUCCEEDED", "SUCCEEDED"]);
        assert.deepEqual([gate.ecs.tasks.length, await history()], [1, names.slice(0, 1)]);

        gate.ecs.work = runs(around.folder);
        const reader = await around.holding("SELECT 1 FROM orders", database);
        try {
            assert.equal((await gate.ask("d2")).hookStatus, "IN_PROGRESS");
            await soon(around.isBlocked);
            gate.pass(1800);
            const { hookStatus, why } = await gate.ask("d2");
            assert.deepEqual([hookStatus, /: stopped\. Its log is/.test(why)], ["FAILED", true]);
            assert.deepEqual(await history(), names.slice(0, 1));

            gate.ecs.startedAt = gate.now;
            const next = released("d3");
            await soon(() => gate.ecs.tasks.length === 3);
            await reader.release();
            assert.equal(await next, "SUCCEEDED");
        } finally {
            await reader.release();
        }
        assert.deepEqual(await history(), names);
        assert.equal(await released("d4"), "SUCCEEDED");
        assert.deepEqual(await history(), names);
    });
});
