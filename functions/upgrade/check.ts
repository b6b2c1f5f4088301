import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import { hashOf, settle } from "../manifest/rendering.ts";
import { tablesOf, type Table } from "../manifest/tables.ts";
import { hasConfirmed } from "./kept.ts";
import { statusOf, type Status } from "./status.ts";
import { atEnds, type End, type UpgradeEnds, type UpgradeWorld } from "./world.ts";

export interface Checked extends Status {
    /** Tables with the same rows on both sides, at one moment. */
    same: number;
    /** And those with other rows, with the number of rows on each side. */
    unlike: { table: string; from: number; to: number }[];
    /** Tables that were not compared, and why. */
    uncompared: string[];
}

/** Milliseconds to wait for a table's writers, and, while others wait behind, for the follower: each is tried TRIES times. */
const [LOCK_MS, FOLLOW_MS, TRIES] = [500, 2000, 3];

/**
 * Holds the rows of both against each other, and makes the follower ready to serve: statistics, without which each query
 * would be planned blindly, and materialized views. Without a difference the switch may lead to it.
 */
export async function check(world: UpgradeWorld, instance: string): Promise<Checked> {
    return atEnds(world, instance, async (ends) => {
        const status = await statusOf(ends);
        if (status.copied < status.tables)
            throw new Error(`${status.tables - status.copied} tables are still being copied; wait for them.`);
        await world.step("compare");
        const compared = await compareAll(ends, performance.now() + world.readingMs);
        await world.step("analyze");
        await makeReady(ends.to.db);
        if (compared.unlike.length === 0)
            await ends.to.db.query("UPDATE pooler.upgrade SET checked_at = now() WHERE instance = $1", [
                instance,
            ]);
        return { ...(await statusOf(ends)), ...compared };
    });
}

/** The small ones first, until the time is over. */
async function compareAll(ends: UpgradeEnds, until: number) {
    const all = await tablesOf(ends.from.db);
    const sizes = await sizesOf(ends.from.db);
    const tables = all.filter(({ isRoot }) => !isRoot);
    tables.sort((a, b) => (sizes.get(a.oid) ?? 0) - (sizes.get(b.oid) ?? 0));
    const found: Pick<Checked, "same" | "unlike" | "uncompared"> = { same: 0, unlike: [], uncompared: [] };
    for (const table of tables) {
        const left = until - performance.now();
        try {
            if (left < 1) throw new Error("no time was left");
            const [here, there] = await compareOne(ends, table, left);
            if (here.hash === there.hash && here.rows === there.rows) found.same++;
            else found.unlike.push({ table: table.name, from: here.rows, to: there.rows });
        } catch (error) {
            found.uncompared.push(`${table.name}: ${(error as Error).message}`);
        }
    }
    return found;
}

async function sizesOf(db: ClientBase): Promise<Map<number, number>> {
    const { rows } = await db.query<{ oid: number; size: number }>(
        "SELECT oid::int8::float8 AS oid, pg_catalog.pg_relation_size(oid)::float8 AS size FROM pg_catalog.pg_class WHERE relkind = 'r'",
    );
    return new Map(rows.map(({ oid, size }) => [oid, size]));
}

interface Rows {
    rows: number;
    hash: string;
}

/** Both at one moment: writers of this table wait until the follower has what there is, and both sides keep that view. */
async function compareOne(
    { from, to }: UpgradeEnds,
    table: Table,
    milliseconds: number,
): Promise<[Rows, Rows]> {
    const holder = await from.world.connect(from.world.place, from.login);
    const [here, there] = await Promise.all([reader(from, milliseconds), reader(to, milliseconds)]);
    try {
        await held(holder, table);
        const point = await holder.query<{ at: string }>(
            "SELECT pg_catalog.pg_current_wal_flush_lsn() AS at",
        );
        await here.query("SELECT 1");
        await confirmed(from.db, point.rows[0]!.at);
        await there.query("SELECT 1");
        await holder.query("COMMIT");
        const columns = table.columns.map(([, , name]) => name).join(", ");
        const asked = `SELECT count(*)::float8 AS rows, coalesce(sum(${hashOf(columns)}::numeric), 0)::text AS hash FROM ONLY ${table.name}`;
        const [one, other] = await Promise.all([here.query<Rows>(asked), there.query<Rows>(asked)]);
        return [one.rows[0]!, other.rows[0]!];
    } finally {
        for (const db of [holder, here, there]) await db.end().catch(() => undefined);
    }
}

async function reader({ world, login }: End, milliseconds: number) {
    const db = await world.connect(world.place, login);
    await settle(db, { statementSeconds: milliseconds / 1000, lockSeconds: 1 });
    await db.query(
        "SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    );
    return db;
}

async function held(db: ClientBase, { name }: Table): Promise<void> {
    for (let tries = 1; ; tries++) {
        try {
            await db.query(
                `BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}; LOCK TABLE ONLY ${name} IN SHARE MODE`,
            );
            return;
        } catch (error) {
            await db.query("ROLLBACK");
            // lock_not_available: somebody writes for longer than users may wait.
            if ((error as { code?: string }).code !== "55P03" || tries === TRIES) throw error;
            await wait(LOCK_MS);
        }
    }
}

async function confirmed(db: ClientBase, point: string): Promise<void> {
    const end = performance.now() + FOLLOW_MS;
    while (!(await hasConfirmed(db, point))) {
        if (performance.now() > end)
            throw new Error("the follower did not catch up while its writers waited");
        await wait(10);
    }
}

async function makeReady(db: ClientBase): Promise<void> {
    await db.query("SET statement_timeout = 0");
    // In the order in which they were made, so that one that reads another comes after it.
    const { rows } = await db.query<{ name: string }>(
        "SELECT oid::regclass::text AS name FROM pg_catalog.pg_class WHERE relkind = 'm' AND NOT relispopulated ORDER BY oid",
    );
    for (const { name } of rows) await db.query(`REFRESH MATERIALIZED VIEW ${name}`);
    await db.query("ANALYZE");
}
