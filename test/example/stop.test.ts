import assert from "node:assert/strict";
import { Agent } from "node:http";
import { connect } from "node:net";
import { busyness } from "../support/busy.ts";
import { ask, place } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";

describe("the example when it stops", () => {
    let around: Surroundings;
    const start = startsForATest(() => around);
    before(async function () {
        around = await surroundings(this);
    });
    beforeEach(() => around.queue.renew());

    const shipments = async (id: unknown) =>
        (await around.sql(`SELECT FROM shipments WHERE order_id = '${id}'`)).length;
    const isQueueEmpty = async () => Object.values(await around.queue.count()).every((count) => count === 0);

    /** An order, and its job in the queue. */
    async function ordered(correlationId = "test"): Promise<string> {
        const [row] = await around.sql(
            `INSERT INTO orders (idempotency_key, item, quantity, unit_cents, queued_at)
             VALUES (gen_random_uuid(), 'tea', 1, 0, now()) RETURNING id`,
        );
        const orderId = String(row!.id);
        await around.queue.send(JSON.stringify({ orderId, correlationId }));
        return orderId;
    }

    /** The same, and no worker gets to its end until it is released. */
    async function heldOrder() {
        const id = await ordered();
        return { id, ...(await around.holding(`SELECT FROM orders WHERE id = '${id}' FOR UPDATE`)) };
    }

    it("fails no request while one of two apps is stopped under load, and loses no job", async () => {
        // Long enough that the checks below come to know of it in time.
        const leave = { LEAVE_SECONDS: String(Math.ceil(busyness)) };
        const apps = [start("app.js", leave), start("app.js", leave)];
        const ready = new Set<Running>();
        const agents = new Map(apps.map((app) => [app, new Agent({ keepAlive: true })]));
        let isOver = false;
        // As a load balancer does: it asks both, and sends to those that are ready.
        const checks = apps.map(async (app) => {
            await app.url();
            while (!isOver) {
                const { status } = await ask(app, "GET /readyz").catch(() => ({ status: 0 }));
                if (status === 200) ready.add(app);
                else ready.delete(app);
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        });
        const [statuses, taken]: [Record<string, number>, unknown[]] = [{}, []];
        const clients = Array.from({ length: 4 }, async (_, at) => {
            await soon(() => ready.size === 2);
            while (!isOver) {
                const app = [...ready][at % ready.size]!;
                const seen = await place(app, undefined, { agent: agents.get(app)! }).catch(({ code }) => ({
                    ...{ status: code as string, body: {} as Record<string, unknown> },
                }));
                statuses[seen.status] = (statuses[seen.status] ?? 0) + 1;
                taken.push(seen.body.id);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        });
        try {
            await soon(() => taken.length >= 10);
            apps[0]!.process.kill("SIGTERM");
            assert.equal(await apps[0]!.ended, 0);
            const before = taken.length;
            await soon(() => taken.length >= before + 10);
        } finally {
            isOver = true;
            await Promise.all([...clients, ...checks]);
        }
        assert.deepEqual(statuses, { 201: taken.length });
        assert.equal((await ask(apps[1]!, "GET /ledger")).body.balanced, true);
        const worker = start("worker.js");
        await soon(isQueueEmpty);
        const ids = `('${taken.join("','")}')`;
        const done = await around.sql(`SELECT FROM shipments WHERE order_id IN ${ids}`);
        assert.equal(done.length, taken.length);
        const shipped = worker.lines.filter(({ message }) => message === "shipped");
        assert.equal(shipped.length, taken.length);
    });

    it("answers what it was asked before, once it takes no more connections", async () => {
        const app = start("app.js", { LEAVE_SECONDS: "0" });
        const url = await app.url();
        const table = await around.holding("LOCK TABLE orders IN SHARE MODE");
        try {
            const waiting = place(url);
            await soon(around.isBlocked);
            app.process.kill("SIGTERM");
            await soon(async () => (await ask(url, "GET /healthz").catch(() => undefined)) === undefined);
            assert.equal(app.process.exitCode, null);
            await table.release();
            assert.equal((await waiting).status, 201);
        } finally {
            await table.release();
        }
        assert.equal(await app.ended, 0);
    });

    it("ends although somebody holds connections to it on which there is no whole request", async () => {
        const app = start("app.js", { LEAVE_SECONDS: "0", LAST_SECONDS: "1" });
        const { hostname, port } = new URL(await app.url());
        for (const begun of ["", "POST /orders HTTP/1.1\r\nhost: shop\r\ncontent-length: 9\r\n\r\n{"])
            await new Promise<unknown>((done) => {
                const socket = connect(Number(port), hostname, () => socket.write(begun, done));
                socket.on("error", () => undefined);
            });
        await ask(app, "GET /healthz");
        app.process.kill("SIGTERM");
        assert.equal(await app.ended, 0);
    });

    it("does a job to its end when a worker is stopped, and keeps it from the others for as long", async () => {
        const order = await heldOrder();
        const seconds = Math.ceil(3 * Math.min(2, busyness));
        const hold = { HOLD_SECONDS: String(seconds) };
        try {
            const worker = start("worker.js", hold);
            await soon(around.isBlocked);
            worker.process.kill("SIGTERM");
            await worker.says("stopping");
            const other = start("worker.js", hold);
            await other.says("working");
            // Longer than a job stays with a worker that does not say that it works on it.
            await new Promise((resolve) => setTimeout(resolve, (seconds + 1) * 1_000));
            assert.deepEqual(await around.queue.count(), { ready: 0, taken: 1 });
            await order.release();
            assert.equal(await worker.ended, 0);
            assert.equal(worker.lines.filter(({ message }) => message === "shipped").length, 1);
            assert.deepEqual(other.lines.slice(1), []);
        } finally {
            await order.release();
        }
        assert.equal(await shipments(order.id), 1);
        assert.ok(await isQueueEmpty());
    });

    it("has a job done once by the next worker when one is killed", async () => {
        const order = await heldOrder();
        try {
            const worker = start("worker.js");
            await soon(around.isBlocked);
            worker.process.kill("SIGKILL");
            await worker.ended;
        } finally {
            await order.release();
        }
        start("worker.js");
        await soon(isQueueEmpty);
        assert.equal(await shipments(order.id), 1);
    });

    it("gives a job up that takes longer than it may, so that it is tried again", async () => {
        const order = await heldOrder();
        try {
            const worker = start("worker.js", { LONGEST_JOB_SECONDS: "1" });
            const { level, messageId } = await worker.says("job timed out");
            assert.deepEqual([level, typeof messageId], ["error", "string"]);
        } finally {
            await order.release();
        }
        await soon(isQueueEmpty);
        assert.equal(await shipments(order.id), 1);
    });

    it("ships an order once whose job comes twice, and leaves a job that fails in the queue", async () => {
        const orderId = await ordered("from-the-client");
        await around.queue.send(JSON.stringify({ orderId, correlationId: "again" }));
        const worker = start("worker.js");
        const [first, second] = [await worker.says("shipped"), await worker.says("was shipped before")];
        assert.deepEqual([first.correlationId, second.correlationId].sort(), ["again", "from-the-client"]);
        assert.equal(await shipments(orderId), 1);
        const lost = { orderId: crypto.randomUUID(), correlationId: "of-nothing" };
        for (const body of ["of-a-customer", JSON.stringify(lost)]) await around.queue.send(body);
        await worker.says("job failed", 2);
        const failed = worker.lines.filter(({ message }) => message === "job failed");
        assert.ok(failed.some(({ correlationId }) => correlationId === "of-nothing"));
        assert.doesNotMatch(JSON.stringify(failed), /of-a-customer/);
        await ordered();
        await worker.says("shipped", 2);
        // A job is deleted after it was shipped, and after that was logged.
        await soon(async () => {
            const { ready, taken } = await around.queue.count();
            return ready + taken === 2;
        });
    });
});
