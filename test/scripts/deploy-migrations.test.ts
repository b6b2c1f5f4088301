import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { answered } from "../../functions/gate/index.ts";
import { main as deploys } from "../../scripts/deploy.ts";
import type { Program } from "../../scripts/lib/local-ecs/one-off.ts";
import { CONFIGURATION, GATE } from "../../scripts/lib/local-ecs/stage.ts";
import { asSuperuser, query } from "../../scripts/lib/local-roles.ts";
import { main as rollback } from "../../scripts/rollback.ts";
import { soon, start } from "../example/program.ts";
import { until } from "../support/until.ts";
import { surroundings, type Surroundings } from "../example/running.ts";
import { releasing } from "../support/releasing.ts";

const FILES = ["0001-orders", "0002-expand-correlation-id", "0003-contract-request-id"];
const database = "released";
/** What is real takes as long as ever: a migration some seconds. */
const FACTOR = 60;

describe("the example's migrations, in a release through the gate's own code", function () {
    this.timeout(300_000);
    const r = releasing();
    let around: Surroundings;
    /** How many migrations of the example each image has, and what comes after them. */
    const images = new Map<string, { count: number; more?: string }>();
    let atOnce: number;
    let most: number;
    let task: string;
    before(async function () {
        around = await surroundings(this);
        await asSuperuser(around.postgres, [`CREATE DATABASE ${database} OWNER app_owner`], "postgres");
    });
    beforeEach(async () => {
        await r.start({ factor: FACTOR });
        await sql("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
        [atOnce, most] = [0, 0];
        r.ecs.oneOffs.run = migrating;
        r.ecs.clock.factor = 1500;
        await has("v1", 1);
        await r.stage.serving("v1");
        r.ecs.clock.factor = FACTOR;
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 1 };
    });

    const sql = async (...statements: string[]) => {
        const at = { host: around.postgres.folder, port: around.postgres.port, user: "postgres", database };
        return (await query(at, ["SET ROLE app_owner", ...statements])).rows;
    };
    const history = async () =>
        (await sql("SELECT name FROM migrations ORDER BY id")).map(({ name }) => String(name));
    const has = async (name: string, count: number, more?: string) =>
        images.set(await r.stage.image(name), { count, ...(more !== undefined && { more }) });

    /** The image's own program, on a real server, as a process. */
    function migrating(image: string): Program | undefined {
        const { count, more } = images.get(image)!;
        const folder = path.join(around.folder, `released-${count}-${more?.length ?? 0}`);
        mkdirSync(path.join(folder, "migrations"), { recursive: true });
        cpSync(path.join(around.folder, "migrate.js"), path.join(folder, "migrate.js"));
        const files = FILES.slice(0, count).map((name) => `migrations/${name}.sql`);
        for (const file of files) cpSync(path.join(around.folder, file), path.join(folder, file));
        if (more !== undefined) writeFileSync(path.join(folder, "migrations/0009-more.sql"), more);
        const one = start(path.join(folder, "migrate.js"), { ...around.migrator, PGDATABASE: database });
        most = Math.max(most, ++atOnce);
        const ended = one.ended.then((code) => (atOnce--, code ?? 137));
        const said = () => one.lines.map((line) => JSON.stringify(line)).join(" ");
        return { ended, said, kill: (signal) => void one.process.kill(signal) };
    }

    /** A `pulumi up` makes both task definitions of one image, before it touches the service. */
    const made = async (name: string) => {
        task = r.ecs.oneOffs.register(await r.stage.image(name));
        const env = {
            ...{ ...GATE, LIMIT_SECONDS: "900", MIGRATION_TASK: task, MIGRATION_CONTAINER: "migrate" },
            ...{ MIGRATION_LOG_GROUP: "/shop-live/web", SUBNETS: "subnet-1", SECURITY_GROUPS: "sg-1" },
        };
        const now = () => new Date(r.ecs.clock.now());
        r.ecs.hooks.set("shop-live-gate", (event) => answered(event, env, {}, now, () => undefined));
    };
    const deploy = async (name: string) => {
        await made(name);
        const image = await r.stage.image(name);
        return r.run((given, world) => deploys(given, world, 300), "--yes", "--image", image);
    };
    const tasks = () => r.ecs.oneOffs.tasks.length;
    const serves = async (name: string) => {
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image(name));
        assert.equal((await r.stage.record())?.image ?? r.stage.inFile, await r.stage.image(name));
    };

    it("run before its first task starts, once, and not again on the way back or of what serves", async () => {
        await has("v2", 3);
        let seen: string[] = [];
        const { started } = { started: r.ecs.scheduler.tasks.length };
        const watched = until(
            () => r.ecs.scheduler.tasks.length > started,
            () => "no task",
            60,
        ).then(async () => (seen = await history()));
        assert.equal(await deploy("v2"), 0, r.said);
        await watched;
        assert.deepEqual(seen, FILES);
        assert.equal(tasks(), 1);
        await serves("v2");
        assert.equal(await r.run(rollback, "--yes"), 0, r.said);
        await serves("v1");
        // The next pulumi up brings the same image through the gate.
        await made("v1");
        const again = await r.stage.release("v1");
        await again.over;
        assert.equal(again.state, "SUCCESSFUL");
        assert.equal(tasks(), 1);
        assert.deepEqual(await history(), FILES);
    });

    it("that fail let nobody in: what was done before stays, and deploy says what the task said last", async () => {
        await has("v2", 2, "ALTER TABLE nowhere ADD COLUMN a text;");
        const before = r.ecs.scheduler.tasks.length;
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /ECS: ROLLBACK_SUCCESSFUL.*shop-live-gate failed at PRE_SCALE_UP/);
        assert.match(r.said, /^The hook shop-live-gate is FAILED\.$/m);
        assert.match(
            r.said,
            /^The migration migration-1 stopped: Essential container.* \(exit 1 of migrate\)$/m,
        );
        assert.match(r.said, /migrate: .*relation .*nowhere.* does not exist/);
        assert.equal(r.ecs.scheduler.tasks.length, before);
        assert.deepEqual(await history(), FILES.slice(0, 2));
        await serves("v1");
        // Mended, it goes on with the one that failed.
        await has("v3", 3);
        assert.equal(await deploy("v3"), 0, r.said);
        assert.deepEqual(await history(), FILES);
    });

    it("that hang are stopped at their limit, leave no session and nothing half done, and let nobody in", async () => {
        await has("v0", 1);
        assert.equal(await deploy("v0"), 0, r.said);
        await has("v2", 3);
        const holder = await around.holding("SELECT 1 FROM orders", database);
        try {
            assert.equal(await deploy("v2"), 1);
            assert.match(r.said, /^The hook shop-live-gate is FAILED\.$/m);
            assert.match(
                r.said,
                /^The migration migration-2 stopped: Its release was refused, or took too long/m,
            );
            await soon(() => atOnce === 0);
        } finally {
            await holder.release();
        }
        assert.deepEqual(await history(), FILES.slice(0, 1));
        const sessions = `SELECT FROM pg_stat_activity WHERE usename = 'app_owner' AND datname = '${database}'`;
        await soon(async () => (await sql(sessions)).length === 0);
        await serves("v0");
    });

    it("of two deployments at once take turns, each file once, and the one that came last serves", async () => {
        await has("v0", 1);
        assert.equal(await deploy("v0"), 0, r.said);
        await has("v2", 2);
        await has("v3", 3);
        const holder = await around.holding("SELECT 1 FROM orders", database);
        try {
            await made("v2");
            const first = await r.stage.release("v2");
            await soon(around.isBlocked);
            await made("v3");
            const second = await r.stage.release("v3");
            await first.over;
            assert.equal(first.state, "STOPPED");
            // It waits for a task that nobody else waits for any more.
            await r.ecs.clock.pass(120);
            assert.deepEqual([tasks(), second.stage], [2, "PRE_SCALE_UP"]);
            await holder.release();
            await second.over;
            assert.equal(second.state, "SUCCESSFUL", second.reason);
        } finally {
            await holder.release();
        }
        assert.deepEqual([tasks(), most], [3, 1]);
        assert.deepEqual(await history(), FILES);
    });
});
