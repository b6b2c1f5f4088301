import { readName } from "../../../functions/extract/name.ts";
import type { Only } from "../../../functions/extract/event.ts";
import { Misuse, type Given } from "../command.ts";

export const extractOptions = {
    extract: {
        type: "string",
        value: "TABLE",
        says: "With --to: bring rows of this table back from the copy, such as public.orders; others stay as they are.",
    },
    where: {
        type: "string",
        value: "SQL",
        says: "With --extract: the rows of which this is true in the copy. Without it all.",
    },
    only: {
        type: "string",
        value: "WHICH",
        says: "With --extract: deleted, or changed, or the number of the transaction that wrote them. Without it all.",
    },
    rows: {
        type: "string",
        value: "COUNT",
        says: "With --extract and --yes: how many rows may be changed, at most; the comparison counts them.",
    },
} as const;

/** Rows that somebody wants back. */
export interface ExtractAsked {
    table: string;
    where: string | undefined;
    only: Only | undefined;
    /** At most as many may be changed without a person who types the number. */
    rows: number | undefined;
    reason: string | undefined;
}

/** What was asked for, or undefined without --extract; and what does not fit together. */
export function extractAsked(given: Given): ExtractAsked | undefined {
    const table = given.text("extract");
    if (table === undefined) {
        const alone = ["where", "only", "rows"].find((name) => given.text(name) !== undefined);
        if (alone) throw new Misuse(`--${alone} is for --extract; leave it out.`);
        return undefined;
    }
    if (given.text("to") === undefined)
        throw new Misuse(
            "--extract is for --to: say from when the rows are, such as --to 2026-11-20T02:00:00Z.",
        );
    checkName(table);
    const reason = given.text("reason");
    if (given.flag("apply") && !reason)
        throw new Misuse(
            '--extract needs --reason with --apply, such as --reason "UPDATE without WHERE at 02:10".',
        );
    if (reason && reason.length > 300)
        throw new Misuse(`--reason has ${reason.length} characters; use at most 300.`);
    const where = given.text("where");
    if (where !== undefined && (where.trim() === "" || where.length > 3000))
        throw new Misuse(`--where has ${where.length} characters; use a condition of up to 3,000.`);
    return { table, where, only: onlyIn(given.text("only")), rows: rowsIn(given), reason };
}

function checkName(table: string): void {
    try {
        readName(table);
    } catch (error) {
        throw new Misuse(`--extract: ${(error as Error).message}`);
    }
}

function onlyIn(text: string | undefined): Only | undefined {
    if (text === undefined || text === "deleted" || text === "changed") return text;
    if (/^\d{1,10}$/.test(text)) return { transaction: text };
    throw new Misuse(
        `--only is ${text}; use deleted, changed, or a transaction's number that the comparison shows.`,
    );
}

function rowsIn(given: Given): number | undefined {
    const text = given.text("rows");
    if (text === undefined) {
        if (given.flag("apply") && given.flag("yes"))
            throw new Misuse(
                "--yes changes nobody knows how many rows; use --rows with the most that may be changed.",
            );
        return undefined;
    }
    if (/^\d{1,10}$/.test(text)) return Number(text);
    throw new Misuse(`--rows is ${text}; use the count that the comparison names.`);
}

/** The options that say it again, for a shell. */
export function optionsOf({ table, where, only, reason }: ExtractAsked): string {
    const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
    return [
        ` --extract ${quoted(table)}`,
        ...(where === undefined ? [] : [` --where ${quoted(where)}`]),
        ...(only === undefined ? [] : [` --only ${typeof only === "string" ? only : only.transaction}`]),
        ` --reason ${quoted(reason ?? "<why>")}`,
    ].join("");
}
