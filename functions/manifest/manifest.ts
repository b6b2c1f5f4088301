/**
 * The manifest says of a database only what must still be true later, in any copy restored to a later moment, whatever
 * the application did in between. Counts and sums don't: one DELETE changes them, and a lost row looks like a deleted one.
 * What holds is this. A row that was there is there later under the same key, unless a transaction deleted it, changed
 * its key or truncated its table; and each of these leaves a record in `airworthy.gone`, written by a trigger in that
 * very transaction, so that a copy has both or neither. Hence: known keys - recorded keys - keys in the copy = lost rows.
 * Inserts and updates need no record: neither takes a key away. A row whose xmin is older than the entry's horizon was
 * not written since, so its content must have the known hash; `age()` compares in the 2^31 transactions before now, and
 * a row frozen earlier seems newer at worst, which skips the comparison. Dropped tables are told from lost ones by the
 * same means: `airworthy.ddl`, from event triggers. Records count only between the entry's horizon and the restore time:
 * what was deleted in the copy itself is no excuse.
 *
 * Known are all rows of a small table. Of a large one blocks are drawn at random, and of their rows those with the least
 * hash of their key: a uniform sample, another one each time. `n` known rows miss a loss of the part f with (1 - f)^n.
 *
 * What it can't tell: rows newer than the manifest; rows under a key that was deleted or changed since, even if it came
 * back; changes of a key that the database fills (identity, sequence, uuid), which no trigger records and which would
 * turn a good copy down. A table that is replaced within the hour is hardly proven, and the verdict's notes say so.
 */
import type { ClientBase } from "pg";
import { identityOf } from "./identity.ts";
import { settle } from "./rendering.ts";
import { readAll, readAny } from "./row-security.ts";
import { carry, take } from "./sample.ts";
import { schemaOf } from "./schema.ts";
import { sealOf } from "./seal.ts";
import { observe, type Invariant, type Observed } from "./invariants.ts";
import { tablesOf, type Table } from "./tables.ts";

export interface ManifestOptions {
    /** Seconds for all of it. @default 60. Tables that it did not get to keep the entry that they had. */
    budgetSeconds?: number;
    /** What must hold whenever no transaction is open: by name. */
    invariants?: Record<string, Invariant>;
    /** Rows known of each table, at most. @default 10,000: a loss of 0.14 % is missed once in a million times. */
    rowsPerTable?: number;
}

export interface Written {
    id: string;
    tables: number;
    /** Tables of which nothing is known, or only what an earlier manifest knew. */
    missed: { table: string; why: string; isKnownFromBefore: boolean }[];
    /** Tables of which lost rows can't be told from deleted ones: run `watchDeletes`. */
    unwatched: string[];
    invariants: Observed[];
}

/** Goes up when a reader of the ledger has to read otherwise. */
export const VERSION = 1;
const KEPT = 3;
const LOCK_SECONDS = 0.5;

export async function writeManifest(client: ClientBase, options: ManifestOptions = {}): Promise<Written> {
    const { budgetSeconds = 60, invariants = {}, rowsPerTable = 10_000 } = options;
    if (!(budgetSeconds > 0)) throw new Error(`budgetSeconds is ${budgetSeconds}; use more than 0.`);
    if (!Number.isInteger(rowsPerTable) || rowsPerTable < 1)
        throw new Error(`rowsPerTable is ${rowsPerTable}; use a whole number of at least 1, such as 10000.`);
    const end = performance.now() + budgetSeconds * 1000;
    // All but the tables takes little, and without it all is lost: it may go past the budget.
    await settle(client, { statementSeconds: 30, lockSeconds: LOCK_SECONDS });
    const before = await newest(client);
    const { rows } = await client.query(
        "INSERT INTO airworthy.manifest (version) VALUES ($1) RETURNING id::text",
        [VERSION],
    );
    const id = rows[0].id as string;
    const tables = (await tablesOf(client)).filter((table) => !table.isRoot);
    const missed: Written["missed"] = [];
    for (const table of await leastRecentFirst(client, tables, before)) {
        try {
            if (performance.now() > end) throw new Error(`not reached within ${budgetSeconds} s`);
            const left = Math.max(0.1, (end - performance.now()) / 1000);
            await settle(client, { statementSeconds: left, lockSeconds: LOCK_SECONDS });
            await readAll(client, table);
            await take(client, id, table, rowsPerTable);
        } catch (error) {
            const isKnownFromBefore = await carry(client, id, table, before);
            missed.push({ table: table.name, why: (error as Error).message, isKnownFromBefore });
        }
    }
    await settle(client, { statementSeconds: 30, lockSeconds: LOCK_SECONDS });
    await readAny(client);
    const observed = await observe(client, invariants);
    try {
        await writeSchema(client, id);
    } catch (error) {
        if (!(await carrySchema(client, id, before))) throw error;
        missed.push({ table: "the schema", why: (error as Error).message, isKnownFromBefore: true });
    }
    await finish(client, id, { missed: missed.filter((each) => !each.isKnownFromBefore), invariants });
    const unwatched = tables.filter((table) => !table.isWatched).map((table) => table.name);
    return { id, tables: tables.length, missed, unwatched, invariants: observed };
}

async function newest(client: ClientBase): Promise<string | undefined> {
    const { rows } = await client.query(
        "SELECT m.id::text FROM airworthy.manifest m WHERE finished IS NOT NULL ORDER BY m.id DESC LIMIT 1",
    );
    return rows[0]?.id;
}

/** So that in a database too large for one budget each table has its turn. */
async function leastRecentFirst(client: ClientBase, tables: Table[], before: string | undefined) {
    const { rows } = await client.query("SELECT relation, taken FROM airworthy.entry WHERE manifest = $1", [
        before,
    ]);
    const taken = new Map(rows.map(({ relation, taken }) => [relation as number, (taken as Date).getTime()]));
    return tables.sort((a, b) => (taken.get(a.oid) ?? 0) - (taken.get(b.oid) ?? 0));
}

async function writeSchema(client: ClientBase, id: string): Promise<void> {
    const { objects, hash, horizon } = await schemaOf(client);
    await client.query(
        "UPDATE airworthy.manifest SET horizon = $2, objects = $3, schema_hash = $4 WHERE id = $1",
        [id, horizon, JSON.stringify(objects), hash],
    );
}

/** Not once more when all that are kept have the same reading: then nobody can read it, and a person has to hear that. */
async function carrySchema(client: ClientBase, id: string, before: string | undefined): Promise<boolean> {
    const { rowCount } = await client.query(
        `UPDATE airworthy.manifest m SET horizon = b.horizon, objects = b.objects, schema_hash = b.schema_hash
        FROM airworthy.manifest b WHERE m.id = $1 AND b.id = $2 AND (SELECT count(*) < $3 OR count(DISTINCT horizon) > 1
            FROM airworthy.manifest WHERE finished IS NOT NULL)`,
        [id, before, KEPT],
    );
    return rowCount === 1;
}

interface Rest {
    missed: Written["missed"];
    invariants: Record<string, Invariant>;
}

/** One transaction: until it commits, the manifest before is the newest whole one. */
async function finish(client: ClientBase, id: string, { missed, invariants }: Rest): Promise<void> {
    const database = await identityOf(client);
    await client.query("BEGIN");
    try {
        await client.query(
            `UPDATE airworthy.manifest SET finished = clock_timestamp(), database = $2, invariants = $3, missed = $4
            WHERE id = $1`,
            [
                id,
                ...[database, invariants, missed.map(({ table, why }) => ({ table, why }))].map((each) =>
                    JSON.stringify(each),
                ),
            ],
        );
        await client.query("UPDATE airworthy.manifest SET hash = $2 WHERE id = $1", [
            id,
            await sealOf(client, id),
        ]);
        await forget(client);
        await client.query("COMMIT");
    } catch (error) {
        await client.query("ROLLBACK");
        throw error;
    }
}

/** What no kept manifest needs. */
async function forget(client: ClientBase): Promise<void> {
    await client.query(
        `DELETE FROM airworthy.manifest WHERE id < (SELECT min(id) FROM (SELECT id FROM airworthy.manifest
            WHERE finished IS NOT NULL ORDER BY id DESC LIMIT ${KEPT}) AS kept)`,
    );
    const oldest = `(SELECT min(horizon) FROM (SELECT horizon FROM airworthy.entry
        UNION ALL SELECT horizon FROM airworthy.manifest WHERE horizon IS NOT NULL) AS h)`;
    await client.query(`DELETE FROM airworthy.gone WHERE xid < ${oldest}`);
    await client.query(`DELETE FROM airworthy.ddl WHERE xid < ${oldest}`);
}
