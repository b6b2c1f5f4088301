/** Serves the API until it is asked to stop. */
import { setTimeout as wait } from "node:timers/promises";
import { open } from "./database.ts";
import { flags } from "./flags.ts";
import { listen, Refusal, type Routes } from "./http.ts";
import { send, sendLate } from "./jobs.ts";
import { count, failed, log } from "./log.ts";
import { ledger, place, show } from "./orders.ts";
import { beginSession, cache, countOrder, ordersOf } from "./session.ts";
import { text, whole } from "./settings.ts";
import { onStop } from "./stopping.ts";

/**
 * Seconds that it serves on after it was asked to stop, for by then the load balancer sends requests elsewhere; and those
 * after that in which what is under way may end.
 */
const [leaveSeconds, lastSeconds] = [whole("LEAVE_SECONDS", 15, 0, 20), whole("LAST_SECONDS", 30, 1, 30)];
const lateSeconds = whole("LATE_JOBS_SECONDS", 10, 1, 3_600);

const db = open(text("PGDATABASE"), whole("DATABASE_POOL_SIZE", 10, 3, 1_000) - 2);
/** For reads that may be some seconds old. */
const reader = open(text("PGDATABASE_READER"), 2);
let isLeaving = false;

/** Nobody waits longer, and no connection is held longer for it. */
const soon = { text: "SELECT 1", query_timeout: 2_000 };
// No 5xx: the version has no fault for which alarms should take it, or the flag, back; and CloudFront passes it on.
const paused = () => new Refusal(429, "No orders are taken now; try again later.", { "retry-after": "60" });

const routes: Routes = {
    "POST /orders": async ({ headers, correlationId, json }) => {
        // What mends the application is tried by this one before users get it, also while nobody else may order.
        const isUser = headers["user-agent"] !== "airworthy-workflow";
        if (isUser && flags["orders-paused"].enabled) throw paused();
        const placed = await place(db, await json(), headers["idempotency-key"], correlationId);
        const { id, totalCents, isUnsent, isNew } = placed;
        if (isUnsent) await send(db, { orderId: id, correlationId });
        // Nobody bought what the smoke test and the look from outside order.
        if (isNew && isUser) count({ OrdersPlaced: 1, RevenueCents: totalCents });
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
        const asked = Promise.all([db.query(soon), cache.ping()]).then(() => true, failed("not ready"));
        const isReady = await Promise.race([asked, wait(2_000, false, { ref: false })]);
        if (isLeaving || !isReady) throw new Refusal(503, "It stops, or lacks its database or its cache.");
        return { status: 200, body: {} };
    },
};

const server = listen(whole("PORT", 8080, 0, 65_535), routes);
// A load balancer leaves an idle connection after 60 s; later than that, it is never this end that closes one on which a
// request is on its way (AWS, "Edit attributes for your Application Load Balancer": idle timeout).
server.keepAliveTimeout = whole("KEEP_ALIVE_SECONDS", 75, 1, 4_000) * 1_000;
server.once("listening", () => log("info", "listening", server.address() as object));

/** One after the other: where a queue hangs, one takes longer than it is until the next. */
async function sweep(): Promise<void> {
    for (; !isLeaving; await wait(lateSeconds * 1_000)) await sendLate(db, lateSeconds).catch(failed("jobs"));
}
void sweep();

onStop(55, async () => {
    isLeaving = true;
    // Each answer ends its connection, so that clients go elsewhere.
    server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    await wait(leaveSeconds * 1_000);
    // Takes no more connections, ends those that are idle, and waits for the answers that are due; and no longer than one may
    // take for connections on which there is no whole request, which no time limit ends any more.
    setTimeout(() => server.closeAllConnections(), lastSeconds * 1_000);
    await new Promise((done) => server.close(done));
    await Promise.all([db.end(), reader.end()]);
});
