import assert from "node:assert/strict";
import { resourceOf, tracingOf } from "../../stacks/tracing.ts";
import * as pulumi from "@pulumi/pulumi";
import { ask, order, place } from "./client.ts";
import { startCollector, type Collector, type Span } from "./otlp.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";
import { startSentry } from "./sentry.ts";
import { isUnhindered } from "./unhindered.ts";
import { soon } from "./program.ts";

const [SERVER, CLIENT, CONSUMER, ERROR] = [2, 3, 5, 2];
/** As a load balancer calls a request (AWS, "Request tracing for your Application Load Balancer"). */
const header = "Root=1-67891233-abcdef012345678912345678";
const traceId = "67891233abcdef012345678912345678";
const version = `sha256:${"ab".repeat(32)}`;

describe("the example's traces", function () {
    this.timeout(300_000);
    let around: Surroundings;
    const begin = startsForATest(() => around);
    let collector: Collector;
    let told: Record<string, string>;
    before(async function () {
        around = await surroundings(this);
        // As an application in an account is told it.
        const variables = tracingOf("shop-live");
        const resource = resourceOf("shop-live", pulumi.output(version));
        const OTEL_RESOURCE_ATTRIBUTES = await new Promise<string>((done) => void resource.apply(done));
        told = { ...variables, OTEL_RESOURCE_ATTRIBUTES };
    });
    afterEach(() => collector?.stop());

    async function start(program: string, more: Record<string, string> = {}, answers = true) {
        collector = await startCollector(answers);
        // Milliseconds until what there is goes out; 5,000 where nobody says otherwise.
        const soon = { OTEL_BSP_SCHEDULE_DELAY: "100", OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint };
        return begin(program, { ...told, ...soon, ...more });
    }
    const named = (name: string) => collector.spans.find((span) => span.name === name);
    const ofOne = (id: string) => collector.spans.filter((span) => span.traceId === id);
    const has = (name: string) =>
        soon(
            () => named(name) !== undefined,
            () => JSON.stringify(collector.spans),
        );

    it("have an order in one, with what it asked of database, cache and queue, and with the id of its log line", async () => {
        await around.queue.renew();
        const app = await start("app.js");
        await soon(async () => (await ask(app, "GET /readyz")).status === 200);
        const { headers } = await ask(app, "POST /session");
        const cookie = String(headers["set-cookie"]);
        const seen = await place(app, "traced-key", {
            body: { ...order, item: "private-thing" },
            headers: { cookie, "x-correlation-id": "client-17", "x-amzn-trace-id": header },
        });
        assert.equal(seen.status, 201);
        await has("POST /orders");
        const request = named("POST /orders")!;
        assert.deepEqual([request.traceId, request.kind], [traceId, SERVER]);
        const { attributes, resource } = request;
        assert.deepEqual(
            [attributes["http.route"], attributes["http.response.status_code"], attributes.correlation_id],
            ["/orders", 201, "client-17"],
        );
        assert.deepEqual(
            [resource["service.name"], resource["service.version"], resource["deployment.environment"]],
            ["shop-live", version, "shop-live"],
        );
        const parts = () => ofOne(traceId).filter(({ kind }) => kind === CLIENT);
        await soon(() => parts().length >= 5);
        const names = parts().map(({ name }) => name);
        assert.deepEqual(names.sort(), ["EXPIRE", "INCR", "SQS", "UPDATE", "WITH"]);
        for (const { parentSpanId } of parts()) assert.equal(parentSpanId, request.spanId);
        const line = () =>
            app.lines.find(
                ({ message, correlationId }) => message === "request" && correlationId === "client-17",
            );
        await soon(() => line() !== undefined);
        assert.equal(line()!.traceId, traceId);
        const session = /session=([\w-]+)/.exec(cookie)![1]!;
        const leak = new RegExp(`private-thing|traced-key|${session}|opens`);
        assert.doesNotMatch(collector.sent.join(), leak);
    });

    it("go on in the worker, by what SQS carries from one to the other", async () => {
        await around.queue.renew();
        const app = await start("app.js");
        await place(app, undefined, { headers: { "x-amzn-trace-id": header } });
        begin("worker.js", {
            ...{ ...told, OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: "100" },
            OTEL_SERVICE_NAME: "shop-live-worker",
        });
        for (const name of ["job", "SQS", "INSERT"]) await has(name);
        const job = named("job")!;
        assert.deepEqual([job.traceId, job.kind], [traceId, CONSUMER]);
        assert.equal(job.resource["service.name"], "shop-live-worker");
        assert.equal(job.parentSpanId, named("SQS")!.spanId);
        assert.ok(
            ofOne(traceId).some((span: Span) => span.parentSpanId === job.spanId && span.name === "INSERT"),
        );
    });

    it("mark what failed here, and not what a client did wrong; a question for health has its path", async () => {
        const app = await start("app.js", { PGPORT: "1" });
        assert.equal((await place(app)).status, 503);
        assert.equal((await ask(app, "GET /nothing")).status, 404);
        assert.equal((await ask(app, "GET /healthz")).status, 200);
        for (const name of ["POST /orders", "GET", "GET /healthz"]) await has(name);
        assert.equal(named("POST /orders")!.status.code, ERROR);
        assert.notEqual(named("GET")!.status.code, ERROR);
        assert.equal(named("GET /healthz")!.attributes["url.path"], "/healthz");
        assert.equal(named("GET /healthz")!.parentSpanId, undefined);
    });

    it("go on from whoever called AWS's load balancer with one of its own, and begin anew for anything else", async () => {
        const app = await start("app.js");
        const parent = "53995c3f42cd8ad8";
        for (const id of [`${header};Parent=${parent};Sampled=0`, "Root=1-nothing", "made up"])
            await ask(app, "GET /healthz", { headers: { "x-amzn-trace-id": id } });
        await soon(() => collector.spans.length >= 3);
        const [first, ...others] = collector.spans;
        assert.deepEqual([first!.traceId, first!.parentSpanId], [traceId, parent]);
        for (const one of others) assert.notEqual(one.traceId, traceId);
    });

    it("get out before a process that is asked to stop has ended", async () => {
        const app = await start("app.js", { LEAVE_SECONDS: "0", OTEL_BSP_SCHEDULE_DELAY: "60000" });
        assert.equal((await ask(app, "GET /healthz")).status, 200);
        app.process.kill("SIGTERM");
        assert.equal(await app.ended, 0);
        assert.ok(named("GET /healthz"));
    });

    it("delay no answer and no stop, and end nothing, when the collector hangs or is not there", async () => {
        const gones: Record<string, string>[] = [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" }];
        for (const gone of gones) {
            const app = await start("app.js", { LEAVE_SECONDS: "0", ...gone }, false);
            await isUnhindered(app, () => ask(app, "GET /healthz"), 200);
            assert.deepEqual(app.noise, []);
            await collector.stop();
        }
    });

    it("are no part of what Sentry is told, and Sentry takes nothing from them", async () => {
        const sentry = await startSentry(0);
        try {
            const app = await start("app.js", { SENTRY_DSN: sentry.dsn, PGPASSWORD: "wrong" });
            await place(app, undefined, { headers: { "x-amzn-trace-id": header } });
            await soon(() => sentry.events.length > 0);
            await has("POST /orders");
            assert.equal(named("POST /orders")!.traceId, traceId);
            assert.equal(sentry.sent.filter((one) => one.includes('"type":"transaction"')).length, 0);
        } finally {
            await sentry.stop();
        }
    });

    it("are none where nothing takes them, and no line speaks of one", async () => {
        const app = begin("app.js");
        assert.equal((await place(app)).status, 201);
        assert.equal("traceId" in (await app.says("request")), false);
        assert.deepEqual(app.noise, []);
    });
});
