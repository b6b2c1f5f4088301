import assert from "node:assert/strict";
import type pg from "pg";
import { setPassword } from "../../../functions/roles/password.ts";
import { purposeNames, usersOf, type PurposeName } from "../../../functions/roles/purposes.ts";
import { repair } from "../../../functions/roles/repair.ts";
import type { Login } from "../../../functions/roles/world.ts";
import { newPassword } from "../../../functions/secrets/password.ts";
import { skipUnless } from "../../support/skip.ts";
import { connectAsOnRds, MASTER, startDatabase, type Database } from "./database.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";

/** Before each test of a suite: a fresh database with all roles, a password each, and a table and a function. */
export function freshRoles() {
    let database: Database;
    const passwords = Object.fromEntries(purposeNames.map((purpose) => [purpose, newPassword()]));
    const nextYear = new Date(Date.now() + 365 * 86_400_000);

    const as = async <T>(login: Login, work: (db: pg.Client) => Promise<T>): Promise<T> => {
        const db = await connectAsOnRds(database, login);
        try {
            return await work(db);
        } finally {
            await db.end();
        }
    };
    const master = <T>(work: (db: pg.Client) => Promise<T>) => as(MASTER, work);
    const user = (purpose: PurposeName, which = usersOf(purpose)[0]) => ({
        ...{ user: which, password: passwords[purpose]! },
    });
    const run = (purpose: PurposeName, sql: string) => as(user(purpose), (db) => db.query(sql));
    const refuses = (purpose: PurposeName, sql: string, why = /permission denied|must be owner/) =>
        assert.rejects(run(purpose, sql), why, `${purpose}: ${sql}`);
    const giveAll = (db: pg.Client) =>
        purposeNames.reduce(
            (before, purpose) => before.then(() => setPassword(db, purpose, user(purpose), nextYear)),
            Promise.resolve(),
        );

    before(async function () {
        const programs = postgresFolder("newest");
        skipUnless(this, programs, "no PostgreSQL server: npm run servers");
        database = await startDatabase(programs!);
    });
    after(() => database?.stop());
    beforeEach(async () => {
        await database.renew();
        await master(async (db) => {
            await repair(db);
            await giveAll(db);
        });
        await run("migrator", "CREATE TABLE orders (id serial PRIMARY KEY, item text)");
        await run(
            "migrator",
            "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders'",
        );
    });

    return {
        ...{ as, master, user, run, refuses, giveAll, passwords, nextYear },
        asRds: (sql: string) => database.asRds(sql),
        renew: () => database.renew(),
        logs: () => database.logs(),
    };
}
