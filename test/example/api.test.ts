import assert from "node:assert/strict";
import { Agent } from "node:http";
import { connect } from "node:net";
import { run } from "../../workflow/run.ts";
import { wayTo } from "../../workflow/way.ts";
import { shipped } from "../workflow/shop.ts";
import { ask, order, place } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { serving, type Surroundings } from "./running.ts";

describe("the example's API", () => {
    let around: Surroundings;
    let app: Running;
    before(async function () {
        ({ around, app } = await serving(this));
    });
    after(() => void app?.process.kill("SIGKILL"));

    it("keeps the workflow that the clone ships, as a release of it has to", async () => {
        const way = wayTo({ url: await app.url() });
        const { passed, steps } = await run(shipped(), way).finally(() => way.close());
        assert.ok(passed, JSON.stringify(steps.at(-1)));
        assert.ok(steps.length > 5);
    });

    it("takes an order once, however often a client asks with the same key", async () => {
        const key = crypto.randomUUID();
        const seen = await Promise.all(Array.from({ length: 12 }, () => place(app, key)));
        assert.deepEqual(new Set(seen.map(({ status }) => status)), new Set([201]));
        assert.equal(new Set(seen.map(({ body }) => body.id)).size, 1);
        assert.equal(seen[0]!.body.totalCents, 700);
        assert.deepEqual(
            await around.sql(`SELECT count(*)::int FROM orders WHERE idempotency_key = '${key}'`),
            [{ count: 1 }],
        );
        const other = await place(app, key, { body: { ...order, quantity: 3 } });
        assert.equal(other.status, 422);
    });

    it("shows an order that was taken, and none that was not", async () => {
        const { id } = (await place(app)).body;
        const { status, body } = await ask(app, `GET /orders/${id}`);
        assert.deepEqual(
            { status, body },
            { status: 200, body: { id, totalCents: 700, status: "received" } },
        );
        for (const unknown of [crypto.randomUUID(), "17", "%00"])
            assert.equal((await ask(app, `GET /orders/${unknown}`)).status, 404, unknown);
    });

    it("counts the orders of a session, which only its cookie opens", async () => {
        const begun = await ask(app, "POST /session");
        assert.equal(begun.status, 201);
        const [set = ""] = begun.headers["set-cookie"] as string[];
        assert.match(set, /^session=[\w-]{32}; .*HttpOnly; Secure; SameSite=Lax$/);
        const cookie = `theme=dark; ${set.split(";")[0]}`;
        const key = crypto.randomUUID();
        for (const one of [key, key, crypto.randomUUID()]) await place(app, one, { headers: { cookie } });
        assert.deepEqual((await ask(app, "GET /session", { headers: { cookie } })).body, { orders: 2 });
        for (const unknown of ["", "session=x", `session=${"a".repeat(32)}`, `xsession=${set.slice(8, 40)}`])
            assert.equal(
                (await ask(app, "GET /session", { headers: { cookie: unknown } })).status,
                401,
                unknown,
            );
        await place(app, undefined, { headers: { cookie: `session=${"a".repeat(32)}` } });
        assert.equal(
            (await ask(app, "GET /session", { headers: { cookie: `session=${"a".repeat(32)}` } })).status,
            401,
        );
    });

    it("refuses what is no order, and says what is wrong with it", async () => {
        const bad: [unknown, RegExp][] = [
            [{ ...order, quantity: 0 }, /body\.quantity/],
            [{ ...order, quantity: 1.5 }, /body\.quantity/],
            [{ ...order, quantity: "2" }, /body\.quantity/],
            [{ ...order, unitCents: -1 }, /body\.unitCents/],
            [{ ...order, unitCents: 1e12 }, /body\.unitCents/],
            [{ ...order, item: "" }, /body\.item/],
            [{ ...order, item: "a\u0000b" }, /body\.item/],
            [{ ...order, item: "\ud800" }, /body\.item/],
            [{ ...order, item: "x".repeat(201) }, /body\.item/],
            [{ ...order, admin: true }, /admin/],
            [{}, /body\.item.*body\.quantity.*body\.unitCents/],
            [[], /body/],
            ["null", /body/],
            ["{", /JSON/],
            ["", /JSON/],
        ];
        const before = await around.sql("SELECT count(*) FROM orders");
        for (const [body, says] of bad) {
            const { status, body: answer, headers } = await place(app, undefined, { body });
            assert.equal(status, 400, JSON.stringify(body));
            assert.match(String(answer.error), says);
            assert.equal(answer.correlationId, headers["x-correlation-id"]);
        }
        assert.match(
            String((await ask(app, "POST /orders", { body: order })).body.error),
            /^Idempotency-Key/,
        );
        assert.equal((await place(app, "with space")).status, 400);
        assert.deepEqual(await around.sql("SELECT count(*) FROM orders"), before);
    });

    it("refuses a body above 64 KB, and answers the next request all the same", async () => {
        const large = { ...order, item: "x".repeat(65 * 1024) };
        assert.equal((await place(app, undefined, { body: large })).status, 413);
        assert.equal((await place(app, undefined, { body: "x".repeat(5_000_000) })).status, 413);
        assert.equal((await place(app)).status, 201);
    });

    it("answers 404 where there is nothing, 405 to another method, and 400 to what is no HTTP", async () => {
        assert.equal((await ask(app, "GET /admin")).status, 404);
        assert.equal((await ask(app, "GET //orders")).status, 404);
        const head = await fetch(`${await app.url()}/healthz`, { method: "HEAD" });
        assert.deepEqual([head.status, await head.text()], [200, ""]);
        const wrong = await ask(app, "DELETE /orders");
        assert.deepEqual([wrong.status, wrong.headers.allow], [405, "POST"]);
        const { port, hostname } = new URL(await app.url());
        const socket = connect(Number(port), hostname);
        socket.end("no http\r\n\r\n");
        let said = "";
        for await (const chunk of socket.setEncoding("utf8")) said += chunk;
        assert.match(said, /^HTTP\/1\.1 400 /);
    });

    it("keeps an idle connection for as long as it is told, and 75 seconds if it is told nothing", async () => {
        const agent = new Agent({ keepAlive: true });
        const told = around.start("app.js", { KEEP_ALIVE_SECONDS: "315" });
        try {
            for (const [one, seconds] of [
                [app, 75],
                [told, 315],
            ] as const) {
                const { headers } = await ask(one, "GET /healthz", { agent });
                assert.equal(headers["keep-alive"], `timeout=${seconds}`);
            }
        } finally {
            agent.destroy();
            told.process.kill("SIGKILL");
        }
    });

    it("logs one line of JSON for each request, with the client's id and without what it sent", async () => {
        const headers = { "x-correlation-id": "client-17", cookie: "session=secret-cookie" };
        const item = "private-thing";
        const { body } = await place(app, "secret-key", { body: { ...order, item }, headers });
        await ask(app, `GET /orders/${body.id}?token=in-the-query`, {
            headers: { "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678" },
        });
        const forged = await ask(app, "GET /healthz", { headers: { "x-correlation-id": '"} forged' } });
        const byId = (id: unknown) =>
            app.lines.filter((line) => line.message === "request" && line.correlationId === id);
        await soon(() => byId(forged.headers["x-correlation-id"]).length > 0);
        const [posted, ...more] = byId("client-17");
        assert.equal(more.length, 0);
        const { time, milliseconds, ...line } = posted!;
        assert.ok(Math.abs(Date.now() - Date.parse(String(time))) < 60_000);
        assert.ok(Number(milliseconds) >= 0);
        const fields = { level: "info", message: "request", correlationId: "client-17", method: "POST" };
        assert.deepEqual(line, { ...fields, path: "/orders", status: 201 });
        assert.equal(byId("Root=1-67891233-abcdef012345678912345678")[0]!.path, "/orders/{id}");
        assert.match(String(forged.headers["x-correlation-id"]), /^[0-9a-f-]{36}$/);
        assert.deepEqual(app.noise, []);
        assert.doesNotMatch(JSON.stringify(app.lines), /private-thing|secret-|in-the-query|opens/);
    });
});
