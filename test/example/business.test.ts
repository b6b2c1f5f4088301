import assert from "node:assert/strict";
import { rehearsed } from "../support/rehearsed.ts";
import { ask, order, place } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";

interface Counted {
    _aws: {
        Timestamp: number;
        CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
    };
}

/** What production tells the application's container, and the rows of its dashboard's graphs. */
async function ofProduction() {
    const { outputs } = await deployed();
    const task = outputs("aws:ecs/taskDefinition:TaskDefinition", "app");
    const [app] = JSON.parse(String(task.containerDefinitions)) as {
        environment: { name: string; value: string }[];
    }[];
    const told = Object.fromEntries(app!.environment.map(({ name, value }) => [name, value]));
    const page = outputs("aws:cloudwatch/dashboard:Dashboard", "health");
    const { widgets } = JSON.parse(String(page.dashboardBody)) as {
        widgets: { properties: { metrics?: unknown[][] } }[];
    };
    return { told, rows: widgets.flatMap(({ properties }) => properties.metrics ?? []) };
}

async function deployed() {
    const { resources } = await rehearsed("production", "deploy");
    const outputs = (type: string, name: string) =>
        resources.find((one) => one.type === type && one.name === name)!.outputs;
    return { outputs };
}

describe("the example's numbers of the business", () => {
    let around: Surroundings;
    const start = startsForATest(() => around);
    before(async function () {
        this.timeout(300_000);
        around = await surroundings(this);
    });
    const counted = (app: Running) => app.lines.filter(({ message }) => message === "counted");
    const metricsOf = (line: Record<string, unknown>) => (line as unknown as Counted)._aws.CloudWatchMetrics;

    it("are written as CloudWatch reads them, under the names that production's dashboard shows, all of them", async function () {
        this.timeout(300_000);
        const { told, rows } = await ofProduction();
        const { AWS_EMF_NAMESPACE: namespace = "", BUSINESS_METRICS: names = "" } = told;
        const app = start("app.js", { AWS_EMF_NAMESPACE: namespace, BUSINESS_METRICS: names });
        await place(app);
        const line = await app.says("counted");
        const [metrics, ...others] = metricsOf(line);
        assert.deepEqual(others, []);
        assert.deepEqual([metrics!.Namespace, metrics!.Dimensions], [namespace, [[]]]);
        const written = metrics!.Metrics.map(({ Name }) => Name);
        for (const name of written) assert.equal(typeof line[name], "number", name);
        const { Timestamp } = (line as unknown as Counted)._aws;
        assert.ok(Math.abs(Date.now() - Timestamp) < 60_000);
        const poolers = ["PoolerWaitingClients", "PoolerPoolUsePercent"];
        const shown = rows.filter(([space, name]) => space === namespace && !poolers.includes(String(name)));
        // No dimension: after the name come the options.
        assert.ok(shown.every(([, , options]) => typeof options === "object"));
        assert.deepEqual(shown.map(([, name]) => name).sort(), written.sort());
    });

    it("are one order and what it brought in, once for each order, however often it is asked for", async () => {
        const names = "OrdersPlaced,RevenueCents";
        const app = start("app.js", { AWS_EMF_NAMESPACE: "Airworthy/shop", BUSINESS_METRICS: names });
        const before = (await ask(app, "GET /ledger")).body;
        const key = crypto.randomUUID();
        for (const one of [key, key]) assert.equal((await place(app, one)).status, 201);
        assert.equal((await place(app, key, { body: { ...order, quantity: 9 } })).status, 422);
        await place(app, undefined, { body: { ...order, unitCents: 5 } });
        const after = (await ask(app, "GET /ledger")).body;
        await soon(() => counted(app).length >= 2);
        const sum = (name: string) => counted(app).reduce((total, line) => total + Number(line[name]), 0);
        assert.equal(sum("OrdersPlaced"), Number(after.orders) - Number(before.orders));
        assert.equal(sum("RevenueCents"), Number(after.totalCents) - Number(before.totalCents));
        assert.equal(counted(app).length, 2);
    });

    it("are of users alone: nobody bought what the smoke test and the look from outside order", async () => {
        const app = start("app.js", {
            AWS_EMF_NAMESPACE: "Airworthy/shop",
            BUSINESS_METRICS: "OrdersPlaced",
        });
        const asked = { body: order };
        for (const agent of ["airworthy-workflow", "Mozilla/5.0"]) {
            const headers = { "Idempotency-Key": crypto.randomUUID(), "User-Agent": agent };
            assert.equal((await ask(app, "POST /orders", { ...asked, headers })).status, 201);
        }
        await soon(() => counted(app).length > 0);
        assert.equal(counted(app).length, 1);
    });

    it("are only those that somebody looks at, and none where nobody does", async () => {
        const some = start("app.js", {
            AWS_EMF_NAMESPACE: "Airworthy/shop",
            BUSINESS_METRICS: "OrdersPlaced",
        });
        const none = start("app.js");
        for (const app of [some, none]) await place(app);
        await some.says("counted");
        assert.deepEqual(metricsOf(counted(some)[0]!)[0]!.Metrics, [{ Name: "OrdersPlaced" }]);
        await none.says("request");
        assert.deepEqual(counted(none), []);
    });
});
