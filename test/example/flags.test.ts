import assert from "node:assert/strict";
import { run } from "../../workflow/run.ts";
import { wayTo } from "../../workflow/way.ts";
import { shipped } from "../workflow/shop.ts";
import { startAppConfig, type AppConfig } from "./appconfig.ts";
import { ask, place } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";
import { isUnhindered } from "./unhindered.ts";

const paused = (enabled: boolean) => ({ "orders-paused": { enabled } });

describe("the example's flags", () => {
    let around: Surroundings;
    const begin = startsForATest(() => around);
    let there: AppConfig;
    before(async function () {
        around = await surroundings(this);
    });
    afterEach(() => there?.stop());

    async function start(mood?: AppConfig["mood"], env: Record<string, string> = {}) {
        there = await startAppConfig(mood);
        return begin("app.js", {
            ...{ AWS_ENDPOINT_URL_APPCONFIGDATA: there.url, FLAGS_SECONDS: "1" },
            ...{ FLAGS_APPLICATION: "shop-live", FLAGS_ENVIRONMENT: "live", FLAGS_PROFILE: "flags" },
            ...env,
        });
    }
    const answers = (app: Running, status: number) => soon(async () => (await place(app)).status === status);
    const failures = (app: Running) => app.lines.filter(({ message }) => message === "flags not read");

    it("pause orders while `orders-paused` is on, and tell who asks when to come again; all else goes on", async () => {
        const app = await start();
        const key = crypto.randomUUID();
        const { body: order } = await place(app);
        there.deployed = paused(true);
        await answers(app, 429);
        const refused = await place(app, key);
        assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "60"]);
        assert.match(String(refused.body.error), /^No orders are taken now; try again later\.$/);
        assert.deepEqual(await around.sql(`SELECT FROM orders WHERE idempotency_key = '${key}'`), []);
        for (const [route, status] of [
            [`GET /orders/${order.id}`, 200],
            ["GET /ledger", 200],
            ["POST /session", 201],
            ["GET /healthz", 200],
        ] as const)
            assert.equal((await ask(app, route)).status, status, route);
        there.deployed = paused(false);
        await soon(async () => (await place(app, key)).status === 201);
        there.deployed = paused(true);
        await answers(app, 429);
        // Nobody says anything of it any more.
        there.deployed = { "another-one": { enabled: true } };
        await answers(app, 201);
        assert.deepEqual(app.noise, []);
    });

    it("let a release through that mends what orders were paused for: its smoke test places some", async () => {
        const app = await start();
        there.deployed = paused(true);
        await answers(app, 429);
        const way = wayTo({ url: await app.url() });
        const { passed, steps } = await run(shipped(), way).finally(() => way.close());
        assert.ok(passed, JSON.stringify(steps.at(-1)));
    });

    it("are asked for where the task is told, by one session, no sooner than AppConfig says, and sent once", async () => {
        const app = await start();
        there.waitSeconds = 2;
        there.deployed = paused(true);
        await soon(() => there.looks >= 3);
        const place = { ApplicationIdentifier: "shop-live", EnvironmentIdentifier: "live" };
        assert.deepEqual(there.sessions, [{ ...place, ConfigurationProfileIdentifier: "flags" }]);
        assert.deepEqual([there.received, there.misuses], [1, []]);
        const { level, "orders-paused": flag } = await app.says("flags");
        assert.deepEqual([level, flag], ["info", { enabled: true }]);
    });

    it("are off until AppConfig was reached once, and stay as they were read while it is away or talks nonsense", async () => {
        const app = await start("away");
        await app.says("flags not read");
        assert.equal((await place(app)).status, 201);
        [there.deployed, there.mood] = [paused(true), "answers"];
        await answers(app, 429);
        for (const change of [
            () => (there.mood = "away"),
            () => ([there.mood, there.deployed] = ["answers", "<html>no JSON</html>"]),
            () => (there.deployed = { "orders-paused": { enabled: "no" } }),
        ]) {
            const before = failures(app).length;
            change();
            // The second is of a look that began after the change.
            await app.says("flags not read", before + 2);
            assert.equal((await place(app)).status, 429, String(change));
        }
        assert.ok(failures(app).every(({ level, error }) => level === "warn" && error));
        there.deployed = paused(false);
        await answers(app, 201);
        assert.deepEqual(there.misuses, []);
    });

    it("delay no start, no answer and no stop while AppConfig hangs", async () => {
        const app = await start("hangs", { LEAVE_SECONDS: "0" });
        await app.url();
        assert.deepEqual(failures(app), []);
        await soon(() => there.looks > 0);
        await isUnhindered(app, () => ask(app, "GET /healthz"), 200);
    });

    it("are asked of nobody where no place for them is told", async () => {
        const app = await start("answers", { FLAGS_APPLICATION: "" });
        assert.equal((await place(app)).status, 201);
        app.process.kill("SIGTERM");
        assert.equal(await app.ended, 0);
        assert.deepEqual([there.sessions, failures(app)], [[], []]);
    });
});
