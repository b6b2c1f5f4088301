import { watchMigrations } from "../../../functions/manifest/witness.ts";
import { align } from "../../../functions/roles/align.ts";
import type { Generations } from "../local-generations.ts";
import { onSocket } from "./sign-in.ts";

export const PRODUCTS = 1000;

/** `done` is what the ledger's clients write: here, orders. */
const TABLES = `
    CREATE TABLE products (id int PRIMARY KEY, price int NOT NULL);
    CREATE TABLE done (client int, turn int, price int NOT NULL, PRIMARY KEY (client, turn));
    INSERT INTO products SELECT n, 100 + n % 900 FROM generate_series(1, ${PRODUCTS}) n;`;

/** One order: the product's price of the moment. */
export const ORDER = `
    INSERT INTO done (client, turn, price)
    SELECT $1, $2, price FROM products WHERE id = 1 + ($1::int * 31 + $2::int) % ${PRODUCTS}`;

export const INVARIANTS = {
    "every product has a price": {
        sql: "SELECT count(*) FROM public.products WHERE price <= 0",
        expected: 0,
    },
    "nothing is sold for nothing": { sql: "SELECT count(*) FROM public.done WHERE price <= 0", expected: 0 },
};

/** Somebody forgot the WHERE. */
export const DISASTER = "UPDATE products SET price = 0";

/** What RDS lets its master do, and PostgreSQL only a superuser; then the roles again, as the next deployment has them. */
async function asOnRds(generations: Generations, instance: string): Promise<void> {
    const { master } = generations.world().place;
    await onSocket(generations.server(instance), "postgres", async (db) => {
        await db.query("CREATE EXTENSION amcheck SCHEMA airworthy");
        await db.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA airworthy TO ${master} WITH GRANT OPTION`);
        await watchMigrations(db);
    });
    await align(generations.world(), instance);
}

/** The shop's tables, made by the user who migrates. */
export async function openShop(generations: Generations, instance: string): Promise<void> {
    await asOnRds(generations, instance);
    await generations.as(instance, await generations.login("migrator"), (db) => db.query(TABLES));
}
