import type { ClientBase } from "pg";
import { bring } from "./compare.ts";
import {
    findDifference,
    isChanged,
    keysOf,
    readDifference,
    sameKey,
    unlikeIn,
    WRITTEN_SINCE,
    type Difference,
} from "./difference.ts";
import type { Confirmed, ExtractEvent } from "./event.ts";
import { insert, keepInserted, keepReplaced, keptName, update } from "./keep.ts";
import { COPY } from "./load.ts";
import type { Common } from "./table.ts";

export interface Applied {
    table: string;
    updated: number;
    inserted: number;
    /** Where the replaced rows are, and in its comment how they are put back; null when there was nothing to do. */
    kept: string | null;
    /** By column, rows that read otherwise all the same: a trigger of the table writes there. */
    unlike: Record<string, number>;
}

/** Changes the rows that somebody has seen and confirmed, all of them in one transaction, or none. */
export async function apply(
    copy: ClientBase,
    live: ClientBase,
    event: ExtractEvent,
    confirmed: Confirmed,
): Promise<Applied> {
    const { common } = await bring(copy, live, event);
    await live.query("BEGIN");
    try {
        const applied = await applyAll(live, event, confirmed, common);
        await live.query("COMMIT");
        return applied;
    } catch (error) {
        await live.query("ROLLBACK").catch(() => undefined);
        throw error;
    }
}

async function applyAll(
    live: ClientBase,
    event: ExtractEvent,
    confirmed: Confirmed,
    common: Common,
): Promise<Applied> {
    const { table } = common;
    // Triggers and defaults look for their names where the users' do.
    await live.query("SET LOCAL search_path TO DEFAULT");
    await alone(live, common);
    await lockChanged(live, common, event);
    await findDifference(live, common, event.only);
    const now = await readDifference(live, common);
    if (now.deleted + now.changed === 0)
        return { table: table.name, updated: 0, inserted: 0, kept: null, unlike: {} };
    await checkConfirmed(live, common, event, confirmed, now);
    const { rows } = await live.query("SELECT now() AS at");
    const at = rows[0].at as Date;
    const kept = keptName(table.name, at, event.run);
    for (const statement of keepReplaced(common, event, kept, at)) await live.query(statement);
    const updated = now.changed > 0 ? (await live.query(update(common))).rowCount : 0;
    const inserted = now.deleted > 0 ? (await live.query(insert(common))).rowCount : 0;
    if (updated !== now.changed || inserted !== now.deleted) {
        throw new Error(
            `Of ${now.changed + now.deleted} rows ${Number(updated) + Number(inserted)} could be put back: a trigger of ${table.name} (${table.triggers.join(", ")}) holds rows back. Nothing was changed.`,
        );
    }
    await live.query(keepInserted(common, kept));
    return { table: table.name, updated, inserted, kept, unlike: await unlikeIn(live, common) };
}

/** Two of these at once would each put back what the other has just replaced. */
async function alone(live: ClientBase, { table }: Common): Promise<void> {
    const { rows } = await live.query(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('airworthy.extract ' || $1, 0)) AS mine",
        [table.oid],
    );
    if (!rows[0].mine)
        throw new Error(
            `Somebody else is putting rows of ${table.name} back right now; wait, and compare again.`,
        );
}

/** From here on nobody changes or deletes them; in the order of their keys, so that two who lock them wait in turn. */
async function lockChanged(live: ClientBase, common: Common, { only }: ExtractEvent): Promise<void> {
    const { table } = common;
    const order = table.key.map(({ name }) => `c.${name}`).join(", ");
    // They keep their keys: rows that point at them may come and go meanwhile.
    await live.query(
        `WITH locked AS MATERIALIZED (
            SELECT FROM ${COPY} AS c JOIN ${table.from} AS l ON ${sameKey(common)}
            WHERE ${isChanged(common, only)} ORDER BY ${order} FOR NO KEY UPDATE OF l
        ) SELECT count(*) FROM locked`,
    );
}

/**
 * What was confirmed is what is done. Rows that one transaction wrote get fewer when somebody changes them again, which
 * is right; any other difference from what was seen is one that nobody has agreed to.
 */
async function checkConfirmed(
    live: ClientBase,
    common: Common,
    { only }: ExtractEvent,
    { deleted, changed, digest, horizon }: Confirmed,
    now: Difference,
): Promise<void> {
    if (now.digest === digest) return;
    if (typeof only === "object" && now.changed <= changed && now.deleted === 0) return;
    const since = await keysOf(live, common, WRITTEN_SINCE, [horizon]);
    const which = since.length > 0 ? ` Written since, or about then: ${since.join("; ")}.` : "";
    throw new Error(
        `${common.table.name} has changed since the comparison: ${changed} changed and ${deleted} deleted rows were confirmed, and it is ${now.changed} and ${now.deleted} now.${which} Nothing was changed; compare again, and use --only or --where to leave rows alone that users change.`,
    );
}
