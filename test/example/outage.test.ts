import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { ask, place } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";

describe("the example when something that it needs is away", () => {
    let around: Surroundings;
    const start = startsForATest(() => around);
    before(async function () {
        around = await surroundings(this);
    });
    let shared: Running;
    before(() => void (shared = around.start("app.js")));
    after(() => void shared?.process.kill("SIGKILL"));
    const ready = async (app: Running) => (await ask(app, "GET /readyz")).status;

    it("is alive and not ready without a database, and takes the same order once there is one", async () => {
        const app = shared;
        await soon(async () => (await ready(app)) === 200);
        const key = crypto.randomUUID();
        await around.postgres.crash();
        try {
            await soon(async () => (await ready(app)) === 503);
            assert.equal((await ask(app, "GET /healthz")).status, 200);
            const { status, body } = await place(app, key);
            assert.equal(status, 503);
            assert.deepEqual(Object.keys(body), ["error", "correlationId"]);
        } finally {
            await around.postgres.revive();
        }
        await soon(async () => (await ready(app)) === 200);
        assert.equal((await place(app, key)).status, 201);
    });

    /** What clients are told while the pooler is started anew, by the keys of their orders, and how long that takes. */
    async function withoutPooler(app: Running) {
        const [statuses, keys]: [Record<string, number>, string[]] = [{}, []];
        let isOver = false;
        const clients = Array.from({ length: 4 }, async () => {
            while (!isOver) {
                const key = crypto.randomUUID();
                keys.push(key);
                const { status } = await place(app, key);
                statuses[status] = (statuses[status] ?? 0) + 1;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        });
        try {
            await soon(() => (statuses[201] ?? 0) >= 10);
            const seconds = await around.restartPooler();
            const before = statuses[201] ?? 0;
            await soon(() => (statuses[201] ?? 0) >= before + 10);
            return { statuses, keys, seconds };
        } finally {
            isOver = true;
            await Promise.all(clients);
        }
    }

    it("fails no request while its pooler is started anew, and takes each order once", async () => {
        const app = shared;
        let seen = await withoutPooler(app);
        // It tries again for 3 s. A machine that took longer for the pooler has shown nothing when somebody failed.
        while (seen.seconds > 3 && Object.keys(seen.statuses).length > 1) seen = await withoutPooler(app);
        const { statuses, keys } = seen;
        assert.deepEqual(statuses, { 201: keys.length });
        const made = await around.sql(`SELECT FROM orders WHERE idempotency_key IN ('${keys.join("','")}')`);
        assert.equal(made.length, keys.length);
        assert.equal((await ask(app, "GET /ledger")).body.balanced, true);
        const tries = app.lines.filter(({ message }) => message === "tries again");
        // Each belongs to a request, or to the sweep.
        assert.ok(tries.some(({ correlationId }) => correlationId !== undefined));
    });

    it("lets nobody wait for long for a database that hangs, and says that one may ask again", async () => {
        const open: Socket[] = [];
        const hangs = createTcpServer((socket) => void open.push(socket)).listen(0, "127.0.0.1");
        await once(hangs, "listening");
        try {
            const app = start("app.js", { PGPORT: String((hangs.address() as AddressInfo).port) });
            assert.equal((await place(app)).status, 503);
            assert.ok(!app.lines.some(({ message }) => message === "tries again"));
        } finally {
            open.forEach((socket) => socket.destroy());
            hangs.close();
        }
    });

    it("says that one may ask again when all of its connections are taken for too long", async () => {
        const app = start("app.js");
        await soon(async () => (await ready(app)) === 200);
        const table = await around.holding("LOCK TABLE orders IN SHARE MODE");
        try {
            // Of eight connections two are for reads.
            const asked = Array.from({ length: 8 }, () => place(app));
            await app.says("request failed", 2);
            await table.release();
            const statuses = (await Promise.all(asked)).map(({ status }) => status);
            assert.deepEqual(statuses.sort(), [...Array.from({ length: 6 }, () => 201), 503, 503]);
        } finally {
            await table.release();
        }
    });

    it("takes orders without a cache, and has no sessions", async () => {
        const app = start("app.js", { REDIS_URL: "rediss://app:secret@localhost:1" });
        assert.equal((await place(app, undefined, { headers: { cookie: "session=x" } })).status, 201);
        assert.equal((await ask(app, "POST /session")).status, 503);
        assert.equal(await ready(app), 503);
        assert.equal((await ask(app, "GET /healthz")).status, 200);
    });

    it("finds its cache again after one that hung, and takes orders meanwhile", async () => {
        const app = start("app.js");
        await soon(async () => (await ready(app)) === 200);
        around.cache.hang();
        try {
            // Under load: as long as somebody sends, a socket is not idle.
            const answered: number[] = [];
            await soon(() => {
                void place(app).then(({ status }) => answered.push(status));
                return answered.length > 0;
            });
            assert.equal(answered[0], 201);
            assert.equal(await ready(app), 503);
        } finally {
            around.cache.goOn();
        }
        await soon(async () => (await ready(app)) === 200);
        assert.equal((await ask(app, "POST /session")).status, 201);
    });

    it("takes orders while its queue hangs, and lets none wait for it for ever", async () => {
        // It would send the jobs of all others.
        shared.process.kill("SIGKILL");
        await shared.ended;
        const hangs = createServer(() => undefined).listen(0, "127.0.0.1");
        await once(hangs, "listening");
        const { port } = hangs.address() as AddressInfo;
        try {
            const app = start("app.js", {
                JOBS_QUEUE_URL: `http://127.0.0.1:${port}/1/jobs`,
            });
            assert.equal((await place(app)).status, 201);
            assert.match(String((await app.says("job not sent yet")).error), /timed out/);
            // What was missed is tried once a second here, and yet one after the other.
            const open = await new Promise<number>((done) => hangs.getConnections((_, count) => done(count)));
            assert.ok(open <= 4, `${open}`);
        } finally {
            hangs.closeAllConnections();
            hangs.close();
        }
    });

    it("asks a queue that refuses once a second, and not as often as it can", async () => {
        const worker = start("worker.js", { JOBS_QUEUE_URL: "http://127.0.0.1:1/1/jobs" });
        const [second, fourth] = [await worker.says("queue", 2), await worker.says("queue", 4)];
        const between = Date.parse(String(fourth.time)) - Date.parse(String(second.time));
        assert.ok(between >= 1_900, `${between}`);
    });

    it("takes orders without a queue, and sends their jobs later, from any task", async () => {
        await around.queue.renew();
        const alone = start("app.js", {
            JOBS_QUEUE_URL: "http://127.0.0.1:1/1/jobs",
            LATE_JOBS_SECONDS: "3600",
        });
        const { status, body } = await place(alone, undefined, { headers: { "x-correlation-id": "kept" } });
        assert.equal(status, 201);
        await alone.says("job not sent yet");
        const [, worker] = [start("app.js"), start("worker.js")];
        await soon(() => worker.lines.some(({ orderId }) => orderId === body.id));
        assert.equal(worker.lines.find(({ orderId }) => orderId === body.id)!.correlationId, "kept");
    });
});
