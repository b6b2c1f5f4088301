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
 * Makes every table record which rows are deleted from it. Run it after each migration, as a member of the tables'
 * owners: it takes one short lock for each table that is new. Partitioned tables are watched row by row, because that
 * is what PostgreSQL passes on to partitions, the future ones too; others by statement, which costs less.
 */
export async function watchDeletes(client: ClientBase): Promise<Watch> {
    await settle(client, { statementSeconds: 30, lockSeconds: LOCK_SECONDS });
    const watch: Watch = { watched: [], unwatched: [] };
    // Roots first: their triggers reach the partitions, which then lack only their own.
    const tables = (await tablesOf(client)).sort((a, b) => Number(b.isRoot) - Number(a.isRoot));
    for (const table of tables) {
        try {
            if (!table.isWatched) await watchTable(client, table);
            watch.watched.push(table.name);
        } catch (error) {
            await client.query("ROLLBACK");
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

async function watchTable(client: ClientBase, table: Table): Promise<void> {
    const witness = `EXECUTE FUNCTION airworthy.witness_rows('${table.oid}', '{${table.keyNumbers.join(",")}}')`;
    const each = table.isRoot ? "FOR EACH ROW" : "REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT";
    const triggers = {
        airworthy_truncated: `AFTER TRUNCATE ON ${table.name} FOR EACH STATEMENT ${witness}`,
        ...(!table.isPartition && {
            airworthy_deleted: `AFTER DELETE ON ${table.name} ${each} ${witness}`,
        }),
        // No column is named here: PostgreSQL refuses to change the type of a column that a trigger names. And `*<>`
        // compares what is stored: not every type can be compared with `=`.
        ...(!table.isPartition &&
            !table.isGenerated && {
                airworthy_rekeyed: `AFTER UPDATE ON ${table.name} FOR EACH ROW WHEN (OLD *<> NEW) ${witness}`,
            }),
    };
    await client.query("BEGIN");
    for (const [name, definition] of Object.entries(triggers)) {
        await client.query(`CREATE OR REPLACE TRIGGER ${name} ${definition}`);
        // Also where a session has set session_replication_role, as bulk loads do.
        await client.query(`ALTER TABLE ${table.name} ENABLE ALWAYS TRIGGER ${name}`);
    }
    await client.query("COMMIT");
}
