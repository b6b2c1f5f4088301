import { createHash } from "node:crypto";
import type { Expectations } from "../../functions/restore-check/check.ts";
import type { Cluster } from "./cluster.ts";

/** Something wrong with a copy, and the reason that has to be given for it. */
export interface Fault {
    name: string;
    reason: RegExp;
    damage?(copy: Cluster, random: () => number): Promise<unknown>;
    /** What is expected of the copy instead, where the copy is whole and the wrong one. */
    expects?(restoreTime: Date): Partial<Expectations>;
    database?: string;
}

const BLOCK_BYTES = 8192;
const HEADER_BYTES = 24;
const DAY_MILLISECONDS = 86_400_000;
const GONE = (table: string) => new RegExp(`known rows of public\\.${table} are gone`);

const sql =
    (text: (random: () => number) => string, user = "postgres") =>
    (copy: Cluster, random: () => number) =>
        copy.once(user, "shop", text(random));

/** Deletes one row in a hundred, whichever, with foreign keys looking away. */
const onePercentOf = (table: string, column = "id") =>
    sql((random) => {
        const rest = Math.floor(random() * 100);
        return `SET session_replication_role = replica;
            DELETE FROM ${table} WHERE abs(hashtext(${column}::text) % 100) = ${rest}`;
    });

const FULL_BYTES = 80;

/** A leaf of a B-tree, well filled and not the rightmost: its line pointers, four bytes each. */
function leafOf(bytes: Buffer): Buffer {
    for (let start = BLOCK_BYTES; start < bytes.length; start += BLOCK_BYTES) {
        const page = bytes.subarray(start, start + BLOCK_BYTES);
        const special = page.readUInt16LE(16);
        const [next, level, flags] = [
            page.readUInt32LE(special + 4),
            page.readUInt32LE(special + 8),
            page.readUInt16LE(special + 12),
        ];
        const pointers = page.subarray(HEADER_BYTES, Math.max(HEADER_BYTES, page.readUInt16LE(12)));
        if (flags === 1 && level === 0 && next !== 0 && pointers.length >= FULL_BYTES) return pointers;
    }
    throw new Error("no leaf that has a right neighbour");
}

export const FAULTS: Fault[] = [
    {
        name: "a table is missing",
        reason: /table public\.orders is missing/,
        damage: sql(() => "DROP TABLE orders CASCADE"),
    },
    {
        name: "a table is missing, and nothing could record that",
        reason: /table public\.sessions is missing/,
        damage: sql(
            () => "DROP EVENT TRIGGER airworthy_ddl; DROP EVENT TRIGGER airworthy_drops; DROP TABLE sessions",
        ),
    },
    { name: "1 % of the orders are lost", reason: GONE("orders"), damage: onePercentOf("orders") },
    { name: "1 % of the customers are lost", reason: GONE("customers"), damage: onePercentOf("customers") },
    { name: "1 % of the sessions are lost", reason: GONE("sessions"), damage: onePercentOf("sessions") },
    { name: "1 % of a partition is lost", reason: GONE("events_new"), damage: onePercentOf("events_new") },
    {
        name: "the oldest 1 % of the orders are lost, and nothing could record that",
        reason: GONE("orders"),
        damage: sql(
            () => `ALTER TABLE orders DISABLE TRIGGER ALL;
                DELETE FROM orders WHERE id IN (SELECT id FROM orders ORDER BY id LIMIT (SELECT count(*) / 100 FROM orders))`,
        ),
    },
    {
        name: "1 % of the pages of a table are zero",
        reason: GONE("orders"),
        damage: (copy, random) =>
            copy.edit("shop", "orders", (bytes) => {
                const blocks = bytes.length / BLOCK_BYTES;
                // In the first half, which is older than any manifest.
                const first = Math.floor((random() * blocks) / 2);
                bytes.fill(0, first * BLOCK_BYTES, (first + Math.ceil(blocks / 100)) * BLOCK_BYTES);
            }),
    },
    {
        name: "a letter of 100 rows is another",
        reason: /rows of public\.orders read otherwise than in the manifest/,
        damage: (copy) =>
            copy.edit("shop", "orders", (bytes) => {
                for (let n = 1; n <= 100; n++) {
                    const at = bytes.indexOf(createHash("md5").update(String(n)).digest("hex").repeat(2));
                    if (at >= 0) bytes.write("Z", at);
                }
            }),
    },
    {
        name: "the copy is stale by a day",
        reason: /the newest heartbeat is 86,\d{3} s older than the restore time/,
        expects: (restoreTime) => ({ restoreTime: new Date(restoreTime.getTime() + DAY_MILLISECONDS) }),
    },
    {
        name: "the copy is an hour too new",
        reason: /younger than the restore time/,
        expects: (restoreTime) => ({ restoreTime: new Date(restoreTime.getTime() - DAY_MILLISECONDS / 24) }),
    },
    {
        name: "it is another database of the server",
        reason: /the database is archive instead of shop/,
        database: "archive",
    },
    {
        name: "it is a database of that name on another server",
        reason: /the copy is of system \d+ instead of 7000000000000000000/,
        expects: () => ({ database: { name: "shop", systemIdentifier: "7000000000000000000" } }),
    },
    {
        name: "two entries of an index changed places",
        reason: /index public\.orders_pkey is damaged/,
        damage: (copy) =>
            copy.edit("shop", "orders_pkey", (bytes) => {
                const pointers = leafOf(bytes);
                const [third, tenth] = [pointers.readUInt32LE(8), pointers.readUInt32LE(36)];
                pointers.writeUInt32LE(tenth, 8);
                pointers.writeUInt32LE(third, 36);
            }),
    },
    {
        name: "an index lacks entries",
        reason: /index public\.customers_email_key is damaged/,
        damage: (copy) =>
            copy.edit("shop", "customers_email_key", (bytes) => {
                const pointers = leafOf(bytes);
                // Bits 15 and 16 of a line pointer: 3 means dead. Every entry but the high key, which is first.
                for (let at = 4; at < pointers.length; at += 4)
                    pointers.writeUInt32LE((pointers.readUInt32LE(at) | (3 << 15)) >>> 0, at);
            }),
    },
    {
        name: "a manifest was edited",
        reason: /was changed after it was written/,
        damage: sql(
            () => "UPDATE airworthy.entry SET keys = keys[2:], rows = rows[2:] WHERE name = 'public.orders'",
            "airworthy",
        ),
    },
    {
        name: "no manifest was finished",
        reason: /holds no finished manifest/,
        damage: sql(() => "UPDATE airworthy.manifest SET finished = NULL", "airworthy"),
    },
    {
        name: "there is no manifest",
        reason: /holds no manifest: it has no schema airworthy/,
        damage: sql(() => "DROP SCHEMA airworthy CASCADE"),
    },
    {
        name: "indexes can't be checked",
        reason: /indexes are not proven: the extension amcheck is not installed/,
        damage: sql(() => "DROP EXTENSION amcheck"),
    },
    {
        name: "an invariant is broken",
        reason: /the invariant "no total is negative" answers 1 instead of 0/,
        damage: sql(() => "UPDATE orders SET total = -1 WHERE id = (SELECT max(id) FROM orders)"),
    },
];
