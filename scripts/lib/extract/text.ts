import type { Applied } from "../../../functions/extract/apply.ts";
import type { Comparison } from "../../../functions/extract/compare.ts";
import { aligned, plain } from "../table.ts";
import type { ExtractAsked } from "./asked.ts";

/** What an extract will do, for a tired reader. */
export function extractPlan(
    { table, where, only }: ExtractAsked,
    environment: string,
    active: string,
): string {
    const which =
        only === undefined
            ? "changed or deleted since"
            : typeof only === "string"
              ? `${only} since`
              : `last written by transaction ${only.transaction}`;
    return [
        `Extract of ${table}, with --apply:`,
        ...aligned([
            ["rows", `${which}, ${where === undefined ? "all of them" : `where ${where}, in the copy`}`],
            ["compares", `the copy with ${active}; asks for the number of rows; changes nothing before`],
            [
                "changes",
                "those rows, in one transaction; rows made since stay as they are, and triggers fire",
            ],
            [
                "keeps",
                `the rows that it replaces, in the schema airworthy_replaced of ${environment}'s database`,
            ],
        ]),
    ].join("\n");
}

/** The difference in numbers and names: values are personal data, and nobody needs them to decide. */
export function comparisonText(found: Comparison): string {
    const { table, rows, changed, deleted, made, columns, writers, writersInAll } = found;
    const others = writersInAll - writers.length;
    const by = writers.map(({ transaction, rows: count }) => `${transaction} (${count} rows)`).join(", ");
    const list = (names: string[], otherwise: string) => (names.length > 0 ? names.join(", ") : otherwise);
    const lines: [string, string][] = [
        ["in the copy", `${rows} rows`],
        ["changed since", `${changed} rows${counts(columns)}`],
        [
            "last written by",
            changed > 0 ? `transaction ${by}${others > 0 ? `, and ${others} others` : ""}` : "-",
        ],
        ["deleted since", `${deleted} rows`],
        ["made since", made === null ? "not counted with --where; they stay" : `${made} rows; they stay`],
        ["such as", list(found.sample, "-")],
        ["triggers", list(found.triggers, "none of yours fires")],
        ["pointed at by", list(found.referencedBy, "nothing")],
    ];
    if (found.added.length > 0)
        lines.push(["new columns", `${list(found.added, "")}: deleted rows come back with their defaults`]);
    if (found.dropped.length > 0) lines.push(["old columns", `${list(found.dropped, "")}: stay in the copy`]);
    if (found.kept.length > 0) lines.push(["replaced before", found.kept.join(", ")]);
    return [`Difference of ${table}:`, ...aligned(lines.map(([title, text]) => [title, plain(text)]))].join(
        "\n",
    );
}

/** What deserves a second look before all of it is put back: what users meant to do since. */
export function hints({ writers, changed, deleted }: Comparison): string[] {
    const [most] = writers;
    const others = changed - (most?.rows ?? 0);
    const later = `${others} of the changed rows were last written by another transaction than ${most?.transaction}: users may have changed those since the mistake. To leave them alone: --only ${most?.transaction}`;
    const gone = `${deleted} rows were deleted since: users may have meant to. To leave those deleted: --only changed`;
    return [...(others > 0 ? [later] : []), ...(changed > 0 && deleted > 0 ? [gone] : [])];
}

export function appliedText({ table, updated, inserted, kept, unlike }: Applied): string {
    if (kept === null) return `Nothing to do: ${table} reads as the copy did, where it was asked for.`;
    const rows: [string, string][] = [
        ["put back", `${updated} changed and ${inserted} deleted rows of ${table}`],
        [
            "kept",
            `the replaced rows, in ${kept}; its comment says who and why, and has the SQL that undoes it`,
        ],
    ];
    if (Object.keys(unlike).length > 0)
        rows.push(["otherwise", `a trigger of the table wrote something else${counts(unlike)}`]);
    return [
        "Put back, in one transaction:",
        ...aligned(rows.map(([title, text]) => [title, plain(text)])),
    ].join("\n");
}

/** " (total 100, state 3)" */
function counts(columns: Record<string, number>): string {
    const each = Object.entries(columns).map(([name, count]) => `${name} ${count}`);
    return each.length > 0 ? ` (${each.join(", ")})` : "";
}
