import { DIFFERENCE, literal, sameDifference, sameKey } from "./difference.ts";
import type { ExtractEvent } from "./event.ts";
import { COPY } from "./load.ts";
import type { Common } from "./table.ts";

/** Of the migrator's, in whose name rows are put back; the application and the reporter have no right to what is in it. */
export const KEPT_IN = "airworthy_replaced";
/** Says in each kept row what became of it. */
const CHANGE = "airworthy_change";

/** A name of its own for each extract: PostgreSQL cuts a longer one off, after 63 bytes. */
export function keptName(table: string, at: Date, run: string): string {
    const when = at.toISOString().replace(/\D/g, "").slice(0, 14);
    let short = table
        .replace(/^(?:"(?:[^"]|"")*"|[^.])*\./, "")
        .replace(/^"|"$/g, "")
        .replaceAll('""', '"');
    while (Buffer.byteLength(short) > 36) short = short.slice(0, -1);
    return `${KEPT_IN}."${`${short}_${when}_${run.slice(-8)}`.replaceAll('"', '""')}"`;
}

/** Statements that keep the rows as they are before they are replaced: whole, in their own types, with why and by whom. */
export function keepReplaced(common: Common, event: ExtractEvent, kept: string, at: Date): string[] {
    const { table } = common;
    const { by, reason } = event.apply!;
    const { copy, where, only } = event;
    const note = { table: table.name, at, by, reason, copy, where, only, undo: undoOf(common, kept) };
    return [
        `CREATE SCHEMA IF NOT EXISTS ${KEPT_IN}`,
        `CREATE TABLE ${kept} AS SELECT l.*, 'replaced'::text AS ${CHANGE} FROM ${found(common)} AND NOT d.gone`,
        `ALTER TABLE ${kept} ADD PRIMARY KEY (${table.key.map(({ name }) => name).join(", ")})`,
        // What the migrator makes is theirs to read by default; these rows are nobody's business.
        `REVOKE ALL ON ${kept} FROM application, reporter`,
        `COMMENT ON TABLE ${kept} IS ${literal(JSON.stringify(note, undefined, 1))}`,
    ];
}

/** The rows that were put back where there were none: to undo that is to delete them. */
export function keepInserted(common: Common, kept: string): string {
    return `INSERT INTO ${kept} SELECT l.*, 'inserted' FROM ${found(common)} AND d.gone`;
}

export function update(common: Common): string {
    const set = common.compared.map(({ name }) => `${name} = c.${name}`).join(", ");
    return `UPDATE ${common.table.from} AS l SET ${set} FROM ${COPY} AS c, ${DIFFERENCE} AS d
        WHERE ${sameKey(common)} AND ${sameDifference(common)} AND NOT d.gone`;
}

export function insert(common: Common): string {
    const { table, inserted } = common;
    const columns = inserted.map(({ name }) => name);
    // The identity that they had; no sequence is asked for another one.
    return `INSERT INTO ${table.name} (${columns.join(", ")}) OVERRIDING SYSTEM VALUE
        SELECT ${columns.map((name) => `c.${name}`).join(", ")} FROM ${COPY} AS c, ${DIFFERENCE} AS d
        WHERE ${sameDifference(common)} AND d.gone`;
}

/** SQL for whoever regrets it: the rows as they were, whatever became of them since. */
function undoOf(common: Common, kept: string): string {
    const { table, compared } = common;
    const set = compared.map(({ name }) => `${name} = c.${name}`).join(", ");
    const these = (change: string) => `WHERE ${sameKey(common)} AND c.${CHANGE} = '${change}'`;
    const replaced = `UPDATE ${table.from} AS l SET ${set} FROM ${kept} AS c ${these("replaced")};`;
    const inserted = `DELETE FROM ${table.from} AS l USING ${kept} AS c ${these("inserted")};`;
    return ["BEGIN;", ...(compared.length > 0 ? [replaced] : []), inserted, "COMMIT;"].join("\n");
}

function found(common: Common): string {
    return `${common.table.from} AS l, ${COPY} AS c, ${DIFFERENCE} AS d WHERE ${sameKey(common)} AND ${sameDifference(common)}`;
}
