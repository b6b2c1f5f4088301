import type { ClientBase } from "pg";
import { settle } from "./rendering.ts";
import { tablesOf, type Table } from "./tables.ts";

export interface Watch {
    /** Tables whose deletes are recorded from now on, or were already. */
    watched: string[];
    /** Tables that could not be watched, and why. */
    unwatched: { table: string; why: string }[];
}

/** Seconds to wait for a table's writers to finish: whoever writes to it next waits as long. */
const LOCK_SECONDS = 0.5;

/**
 * Makes every table record which rows are deleted from it. Run it after each migration: it takes one short lock for each
 * table that is new. As a member of the tables' owners, or `through` a function that has their rights.
 */
export async function watchDeletes(client: ClientBase, through = "airworthy.watch"): Promise<Watch> {
    await settle(client, { statementSeconds: 30, lockSeconds: LOCK_SECONDS });
    const watch: Watch = { watched: [], unwatched: [] };
    // Roots first: their triggers reach the partitions, which then lack only their own.
    const tables = (await tablesOf(client)).sort((a, b) => Number(b.isRoot) - Number(a.isRoot));
    for (const table of tables) {
        try {
            if (!table.isWatched) await watchTable(client, table, through);
            watch.watched.push(table.name);
        } catch (error) {
            watch.unwatched.push({ table: table.name, why: (error as Error).message });
        }
    }
    return watch;
}

/** Records migrations, so that a dropped table is told from a lost one. Needs a superuser; on RDS, the master user. */
export async function watchMigrations(client: ClientBase): Promise<void> {
    for (const [name, event] of [
        ["airworthy_ddl", "ddl_command_end"],
        ["airworthy_drops", "sql_drop"],
    ]) {
        const { rowCount } = await client.query("SELECT FROM pg_event_trigger WHERE evtname = $1", [name]);
        if (rowCount) continue;
        await client.query(
            `CREATE EVENT TRIGGER ${name} ON ${event} EXECUTE FUNCTION airworthy.witness_ddl()`,
        );
        await client.query(`ALTER EVENT TRIGGER ${name} ENABLE ALWAYS`);
    }
}

async function watchTable(client: ClientBase, table: Table, through: string): Promise<void> {
    await client.query(`SELECT ${through}($1::oid::regclass, $2::int2[], $3, $4, $5)`, [
        ...[
            table.oid,
            table.keyNumbers,
            table.isRoot || table.inherits,
            table.isPartition,
            table.isGenerated,
        ],
    ]);
}
