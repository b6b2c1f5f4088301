import { setTimeout as wait } from "node:timers/promises";
import { Orders } from "./stops/orders.ts";
import type { Program } from "./stops/program.ts";
import { Shop } from "./stops/shop.ts";

const [APP_STOPS, WORKER_STOPS, SCALE_INS] = [10, 10, 3];
const A_SECOND = 25;
/** Seconds in which no node of the load balancer has heard yet that a target is to go: the assumption of local-ecs. */
const HEARD_SECONDS = 1;
/** Seconds within which it has to be over, the last job done. */
const LIMIT_SECONDS = 150;

type Counts = Record<"appStops" | "workerStops" | "scaleIns", number>;

/**
 * Stops tasks of the example under load, as ECS does: one that is replaced, and several at once when it scales in. Sizes:
 * stops of apps, stops of workers, scale-ins from four apps to two.
 */
export async function stops(say: (line: string) => void, sizes: number[]): Promise<void> {
    const [appStops = APP_STOPS, workerStops = WORKER_STOPS, scaleIns = SCALE_INS] = sizes;
    const counts = { appStops, workerStops, scaleIns };
    const shop = await Shop.open();
    try {
        const late = wait(LIMIT_SECONDS * 1000, undefined, { ref: false }).then(() => {
            throw new Error(`It was not over after ${LIMIT_SECONDS} s: ${JSON.stringify(shop.running())}`);
        });
        await Promise.race([measured(say, shop, counts), late]);
    } finally {
        await shop.close();
    }
}

async function measured(say: (line: string) => void, shop: Shop, counts: Counts): Promise<void> {
    const { appStops, workerStops, scaleIns } = counts;
    const apps = [await shop.app(), await shop.app()];
    const workers = [shop.start("worker.js"), shop.start("worker.js")];
    const all = [...workers];
    await Promise.all(workers.map((worker) => worker.says("working")));
    const orders = new Orders(shop.balancer.ports.live, A_SECOND);
    // One of two is stopped while the one in its place starts: of apps and of workers at the same time.
    const replaceApps = async () => {
        for (let round = 0; round < appStops; round++) {
            const leaving = gone(shop, apps.shift()!, round % 2 === 0);
            apps.push(await shop.app());
            await leaving;
        }
    };
    const replaceWorkers = async () => {
        for (let round = 0; round < workerStops; round++) {
            const next = shop.start("worker.js");
            [workers, all].forEach((list) => list.push(next));
            await Promise.all([next.says("working"), endedWell(workers.shift()!)]);
        }
    };
    await Promise.all([replaceApps(), replaceWorkers()]);
    for (let round = 0; round < scaleIns; round++) {
        apps.push(...(await Promise.all([shop.app(), shop.app()])));
        await Promise.all(apps.splice(0, 2).map((app) => gone(shop, app, round % 2 === 0)));
    }
    await orders.stop();
    // What an app committed and could not send before its end, another one sends some seconds later.
    const unsent = async () => (await shop.sql("SELECT FROM orders WHERE queued_at IS NULL")).length;
    while ((await unsent()) > 0 || (await shop.jobs()) > 0) await wait(200);
    await Promise.all(workers.map(endedWell));
    await judged(say, shop, orders, all, counts);
}

/** Taken out of the balancer and asked to stop: in this order, or in the other, where its nodes hear of it late. */
async function gone({ balancer }: Shop, app: Program, isHeardFirst: boolean): Promise<void> {
    const leave = () => balancer.deregister(String(app.process.pid));
    if (isHeardFirst) await leave();
    app.process.kill("SIGTERM");
    await wait(HEARD_SECONDS * 1000);
    if (!isHeardFirst) await leave();
    if ((await app.ended) !== 0) throw new Error(`An app did not end well: ${app.said}`);
}

async function endedWell(worker: Program): Promise<void> {
    worker.process.kill("SIGTERM");
    if ((await worker.ended) !== 0) throw new Error(`A worker did not end well: ${worker.said}`);
}

/** By the database: what a client was told it has is there once; and by the workers' logs, what they have shipped. */
async function judged(
    say: (line: string) => void,
    { sql }: Shop,
    orders: Orders,
    workers: Program[],
    { appStops, workerStops, scaleIns }: Counts,
): Promise<void> {
    const count = async (from: string) => Number((await sql(`SELECT count(*) FROM ${from}`))[0]?.count);
    const told = `(VALUES ${orders.acknowledged.map((id) => `('${id}'::uuid)`).join(", ")}) AS told (id)`;
    const lost = await count(`${told} LEFT JOIN orders USING (id) WHERE orders.id IS NULL`);
    const doubled =
        (await count("orders")) - (await count("(SELECT DISTINCT idempotency_key FROM orders) o"));
    const unbalanced = await count(
        "(SELECT order_id FROM ledger GROUP BY order_id HAVING count(*) <> 2 OR sum(cents) <> 0) l",
    );
    const unshipped = await count("orders LEFT JOIN shipments ON order_id = id WHERE order_id IS NULL");
    const shipped = workers.flatMap(({ lines }) => lines.filter(({ message }) => message === "shipped"));
    const twice = shipped.length - new Set(shipped.map(({ orderId }) => orderId)).size;
    say(
        `${appStops} stops of an app, ${workerStops} of a worker, ${scaleIns} scale-ins from 4 apps to 2: ${orders.failed.length} of ${orders.sent} requests failed${orders.failed.length > 0 ? ` (${orders.failed.join(", ")})` : ""}`,
    );
    say(
        `${orders.acknowledged.length} acknowledged orders: ${lost} lost, ${doubled} doubled, ${unbalanced} not in balance; ${shipped.length} jobs: ${unshipped} lost, ${twice} done twice`,
    );
}
