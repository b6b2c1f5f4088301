import type { ClientBase } from "pg";
import { findDifference, readDifference, sameKey, type Difference } from "./difference.ts";
import type { ExtractEvent } from "./event.ts";
import { KEPT_IN } from "./keep.ts";
import { COPY, load } from "./load.ts";
import { commonOf, tableOf, type Common } from "./table.ts";

export interface Comparison extends Difference {
    table: string;
    /** Rows that the copy has, or has chosen. */
    rows: number;
    /** Rows made since, which nothing touches; null where a condition chose some rows, and the others are not known. */
    made: number | null;
    /** Columns of the table that the copy lacks, and of the copy that the table lacks. */
    added: string[];
    dropped: string[];
    /** What fires when rows are put back, and whose rows point here. */
    triggers: string[];
    referencedBy: string[];
    /** Where earlier extracts keep the rows of this table that they replaced. */
    kept: string[];
    /** The oldest transaction that was open, or the next one: what was written from it on, nobody has compared. */
    horizon: string;
}

/** Brings the chosen rows beside the table in use. */
export async function bring(copy: ClientBase, live: ClientBase, { table, where }: ExtractEvent) {
    const [theirs, mine] = [
        await tableOf(copy, table, "The copy"),
        await tableOf(live, table, "The database in use"),
    ];
    const common = commonOf(mine, theirs);
    return { common, rows: await load(copy, live, theirs, common, where) };
}

/** Says what an extract would change. It changes nothing. */
export async function compare(copy: ClientBase, live: ClientBase, event: ExtractEvent): Promise<Comparison> {
    const { common, rows } = await bring(copy, live, event);
    const { table, added, dropped } = common;
    const horizon = await live.query("SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon");
    await findDifference(live, common, event.only);
    return {
        ...{ table: table.name, rows, ...(await readDifference(live, common)) },
        made: event.where === undefined ? await made(live, common) : null,
        ...{ added, dropped, triggers: table.triggers, referencedBy: table.referencedBy },
        kept: await keptOf(live, table.name),
        horizon: horizon.rows[0].horizon as string,
    };
}

async function made(live: ClientBase, common: Common): Promise<number> {
    const { rows } = await live.query(
        `SELECT count(*)::int AS rows FROM ${common.table.from} AS l
        WHERE NOT EXISTS (SELECT FROM ${COPY} AS c WHERE ${sameKey(common)})`,
    );
    return rows[0].rows as number;
}

/** By their comments: who comes to this after an extract that was never heard of again finds out here what it did. */
async function keptOf(live: ClientBase, name: string): Promise<string[]> {
    const { rows } = await live.query(
        `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relkind = 'r' AND strpos(obj_description(c.oid, 'pg_class'), $2) > 0 ORDER BY 1`,
        [KEPT_IN, `"table": ${JSON.stringify(name)}`],
    );
    return rows.map(({ name: one }) => one as string);
}
