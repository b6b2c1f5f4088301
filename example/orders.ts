import { z } from "zod";
import { query, type Database } from "./database.ts";
import { Refusal } from "./http.ts";

// PostgreSQL takes no NUL in a text, and no other control character is worth one; half of a pair is no character, and would
// be kept as another one.
const Text = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u, "no control characters");
const Order = z.object({
    body: z.strictObject({
        item: Text.min(1).max(200),
        quantity: z.int().min(1).max(1_000),
        unitCents: z.int().min(0).max(100_000_000),
    }),
    /** A client makes it up for one order. Where users sign in, make it unique for each of them. */
    "Idempotency-Key": z.string().regex(/^[\x21-\x7e]{1,255}$/, "1 to 255 visible characters"),
});

/** Unsent: its job is not known to be in the queue. The same: always, but for a key that was seen with another order. */
type Placed = { id: string; totalCents: number } & Record<"isNew" | "isUnsent" | "isSame", boolean>;

/**
 * The order and its two entries in the ledger, or nothing: one statement. A key that was seen gets the answer that it got
 * before, also when it comes again because that answer was lost on the way. `xmax` is 0 in a row that is new.
 */
export async function place(db: Database, body: unknown, key: unknown, from: string): Promise<Placed> {
    const { data, error } = Order.safeParse({ body, "Idempotency-Key": key });
    const faults = error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    if (!data) throw new Refusal(400, `${faults?.join("; ")}`);
    const { item, quantity, unitCents } = data.body;
    const statement = `WITH placed AS (
            INSERT INTO orders (idempotency_key, item, quantity, unit_cents, correlation_id) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (idempotency_key) DO UPDATE SET idempotency_key = orders.idempotency_key
            RETURNING *, xmax = 0 AS "isNew"),
        entries AS (INSERT INTO ledger (order_id, account, cents) SELECT id, account, sign * total_cents
            FROM placed, (VALUES ('customers', 1), ('sales', -1)) AS accounts (account, sign) WHERE "isNew")
        SELECT id, total_cents::float8 AS "totalCents", "isNew", queued_at IS NULL AS "isUnsent",
               (item, quantity, unit_cents) = ($2, $3::integer, $4::integer) AS "isSame" FROM placed`;
    const [placed] = await query<Placed>(db, statement, [key, item, quantity, unitCents, from]);
    if (placed?.isSame) return placed;
    throw new Refusal(422, "This Idempotency-Key was for another order; use a new one.");
}

export async function show(db: Database, id: string): Promise<object> {
    const statement = `SELECT id, total_cents::float8 AS "totalCents", CASE order_id WHEN id THEN 'shipped' ELSE 'received' END
            AS status FROM orders LEFT JOIN shipments ON order_id = id WHERE id = $1`;
    const [order] = z.uuid().safeParse(id).success ? await query(db, statement, [id]) : [];
    if (!order) throw new Refusal(404, "There is no such order.");
    return order;
}

/** Balanced: each order has two entries, in one account got what the other gave, and it is what was ordered. */
export async function ledger(db: Database): Promise<object> {
    const statement = `SELECT count(*) FILTER (WHERE (entries = 2 AND rest = 0 AND debit = total_cents) IS NOT TRUE) = 0
            AS balanced, count(id)::int AS orders, coalesce(sum(total_cents), 0)::float8 AS "totalCents"
        FROM orders FULL JOIN (SELECT order_id, count(*) AS entries, sum(cents) AS rest,
            sum(cents) FILTER (WHERE account = 'customers') AS debit FROM ledger GROUP BY order_id) l ON order_id = id`;
    return (await query(db, statement))[0] ?? {};
}

/** True the first time; it fails for an order that isn't there. */
export async function ship(db: Database, orderId: string): Promise<boolean> {
    const statement = "INSERT INTO shipments (order_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1";
    return (await query(db, statement, [orderId])).length > 0;
}
