/** Serves the API until it is asked to stop. */
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { open } from "./database.ts";
import { listen, Refusal, type Routes } from "./http.ts";
import { send, sendMissed } from "./jobs.ts";
import { count, log, reasonOf } from "./log.ts";
import { ledger, place, show } from "./orders.ts";
import { beginSession, cache, countOrder, ordersOf } from "./session.ts";
import { text, whole } from "./settings.ts";
import { onStop } from "./stopping.ts";

const connections = whole("DATABASE_POOL_SIZE", 10, 3, 1_000);
/** Seconds that it serves on after it was asked to stop: by then the load balancer sends requests elsewhere. */
const leaveSeconds = whole("LEAVE_SECONDS", 15, 0, 20);
const lateSeconds = whole("LATE_JOBS_SECONDS", 10, 1, 3_600);

const db = open(text("PGDATABASE"), connections - 2);
/** For reads that may be some seconds old. */
const reader = open(text("PGDATABASE_READER"), 2);
let isLeaving = false;

const soon: object = { query_timeout: 2_000 };
const failed = (what: string) => (error: unknown) => log("warn", what, reasonOf(error));

const routes: Routes = {
    "POST /orders": async ({ headers, correlationId, json }) => {
        const placed = await place(db, await json(), headers["idempotency-key"], correlationId);
        const { id, totalCents, isUnsent, isNew } = placed;
        if (isUnsent) await send(db, { orderId: id, correlationId });
        // Nobody bought what the smoke test and the look from outside order.
        const isBought = isNew && headers["user-agent"] !== "airworthy-workflow";
        if (isBought) count({ OrdersPlaced: 1, RevenueCents: totalCents });
        // An order is an order, also without a cache.
        if (isNew) await countOrder(headers.cookie).catch(failed("not counted"));
        return { status: 201, body: { id, totalCents } };
    },
    "GET /orders/{id}": async ({ params: [id = ""] }) => ({ status: 200, body: await show(db, id) }),
    "GET /ledger": async () => ({ status: 200, body: await ledger(reader) }),
    "POST /session": async () => ({ status: 201, body: {}, headers: { "set-cookie": await beginSession() } }),
    "GET /session": async ({ headers }) => {
        const orders = await ordersOf(headers.cookie);
        if (orders === null) throw new Refusal(401, "There is no such session; POST /session begins one.");
        return { status: 200, body: { orders: Number(orders) } };
    },
    // For the load balancer: ECS replaces a task that fails its check, and no new task mends a database.
    "GET /healthz": async () => ({ status: 200, body: {} }),
    // For people and gates: whether it can serve now.
    "GET /readyz": async () => {
        const asked = Promise.all([db.query({ text: "SELECT 1", ...soon }), cache.ping()]);
        const answered = asked.then(() => true).catch(failed("not ready"));
        const isReady = await Promise.race([answered, wait(2_000, false, { ref: false })]);
        if (isLeaving || !isReady)
            throw new Refusal(503, "It is stopping, or waits for its database or its cache.");
        return { status: 200, body: {} };
    },
};

const server = listen(whole("PORT", 8080, 0, 65_535), routes, () => isLeaving);
// A load balancer leaves an idle connection after 60 s; later than that, it is never this end that closes one on which a
// request is on its way (AWS, "Edit attributes for your Application Load Balancer": idle timeout).
server.keepAliveTimeout = whole("KEEP_ALIVE_SECONDS", 75, 1, 4_000) * 1_000;
server.once("listening", () => log("info", "listening", server.address() as object));
const sweep = setInterval(() => void sendMissed(db, lateSeconds).catch(failed("jobs")), lateSeconds * 1_000);

onStop(55, async () => {
    isLeaving = true;
    clearInterval(sweep);
    await wait(leaveSeconds * 1_000);
    // Takes no more connections, ends those that are idle, and waits for the answers that are due.
    await once(server.close(), "close");
    await Promise.all([db.end(), reader.end()]);
});
