import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { ask, order, place } from "./client.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";
import { startSentry, type Sentry } from "./sentry.ts";
import { isUnhindered } from "./unhindered.ts";
import { soon } from "./program.ts";

const release = `sha256:${"ab".repeat(32)}`;

describe("the example's errors", function () {
    this.timeout(300_000);
    let around: Surroundings;
    const begin = startsForATest(() => around);
    let sentry: Sentry;
    before(async function () {
        around = await surroundings(this);
        // What the database says of a row that it refuses has the whole row in it.
        await around.sql(
            `ALTER TABLE orders ADD CONSTRAINT unlucky CHECK (item <> 'private-thing') NOT VALID`,
        );
    });
    after(() => around?.sql("ALTER TABLE orders DROP CONSTRAINT unlucky"));
    afterEach(() => sentry?.stop());

    async function start(
        program: string,
        answersAfter: number | undefined,
        env: Record<string, string> = {},
    ) {
        sentry = await startSentry(answersAfter);
        const told = { SENTRY_DSN: sentry.dsn, SENTRY_RELEASE: release, SENTRY_ENVIRONMENT: "shop-live" };
        return begin(program, { ...told, ...env });
    }
    const unlucky = (app: Parameters<typeof place>[0], correlationId = "client-17") =>
        place(app, "secret-key", {
            body: { ...order, item: "private-thing" },
            headers: { "x-correlation-id": correlationId, cookie: "session=secret-cookie" },
        });

    it("are told to Sentry with the version, the environment and the request's id, and with nobody's data", async () => {
        const app = await start("app.js", 0);
        assert.equal((await unlucky(app)).status, 500);
        await soon(() => sentry.events.length > 0);
        const [event, ...others] = sentry.events;
        assert.deepEqual(others, []);
        const { release: version, environment, level, tags } = event!;
        assert.deepEqual([version, environment, level], [release, "shop-live", "error"]);
        assert.deepEqual(tags, { correlationId: "client-17", message: "request failed" });
        const [{ value, stacktrace }] = event!.exception.values as [SentryValue];
        assert.match(value, /violates check constraint "unlucky"/);
        assert.ok(stacktrace.frames.length > 0);
        assert.equal((await app.says("request failed")).correlationId, tags.correlationId);
        assert.doesNotMatch(sentry.sent.join(), /private-thing|secret-key|secret-cookie|server_name/);
    });

    it("are not what a client did wrong, nor what a check is to be told", async () => {
        const app = await start("app.js", 0);
        // Until it has met its cache, nobody knows whether there is such a session.
        await soon(async () => (await ask(app, "GET /readyz")).status === 200);
        for (const [route, status] of [
            ["GET /nothing", 404],
            ["DELETE /orders", 405],
            ["GET /session", 401],
        ] as const)
            assert.equal((await ask(app, route)).status, status);
        assert.equal((await place(app, undefined, { body: {} })).status, 400);
        assert.equal((await unlucky(app)).status, 500);
        await soon(() => sentry.events.length > 0);
        assert.equal(sentry.events.length, 1);
    });

    it("are those of a job, with the id of the request that it came from", async () => {
        await around.queue.renew();
        const worker = await start("worker.js", 0);
        const lost = { orderId: crypto.randomUUID(), correlationId: "of-nothing" };
        await around.queue.send(JSON.stringify(lost));
        await worker.says("job failed");
        await soon(() => sentry.events.length > 0);
        const { tags } = sentry.events[0]!;
        assert.deepEqual([tags.correlationId, tags.message], ["of-nothing", "job failed"]);
        await around.queue.renew();
    });

    it("are told before the process ends that one of them has ended", async () => {
        const taken = createServer();
        await new Promise<void>((resolve) => taken.listen(0, resolve));
        try {
            const { port } = taken.address() as AddressInfo;
            const app = await start("app.js", 300, { PORT: String(port) });
            assert.equal(await app.ended, 1);
            assert.equal(app.lines.at(-1)!.message, "crashed");
            const [event] = sentry.events;
            assert.deepEqual([event!.level, event!.release], ["fatal", release]);
            assert.match(event!.exception.values[0]!.value, /EADDRINUSE/);
            assert.deepEqual([sentry.answered, sentry.abandoned], [1, 0]);
        } finally {
            taken.close();
        }
    });

    it("are on their way before a process that is asked to stop has ended", async () => {
        // Late, and well within the 2 s that a process waits for it.
        const app = await start("app.js", 500, { LEAVE_SECONDS: "0" });
        await unlucky(app);
        app.process.kill("SIGTERM");
        assert.equal(await app.ended, 0);
        assert.deepEqual([sentry.events.length, sentry.answered, sentry.abandoned], [1, 1, 0]);
    });

    it("delay no answer and no stop when Sentry hangs, or is not there", async () => {
        for (const SENTRY_DSN of [undefined, "http://0123456789abcdef0123456789abcdef@127.0.0.1:1/7"]) {
            const own = { LEAVE_SECONDS: "0", ...(SENTRY_DSN && { SENTRY_DSN }) };
            const app = await start("app.js", undefined, own);
            await isUnhindered(app, () => unlucky(app), 500);
            await sentry.stop();
        }
    });

    it("are in the log alone where no DSN is told", async () => {
        sentry = await startSentry(0);
        const app = begin("app.js", { SENTRY_RELEASE: release });
        assert.equal((await unlucky(app)).status, 500);
        await app.says("request failed");
        app.process.kill("SIGTERM");
        assert.equal(await app.ended, 0);
        assert.deepEqual([sentry.sent, app.noise], [[], []]);
    });
});

type SentryValue = Sentry["events"][number]["exception"]["values"][number];
