import { readName } from "./name.ts";

/** Which of the rows: those that are gone, those that read otherwise, or those that one transaction wrote last. */
export type Only = "deleted" | "changed" | { transaction: string };

/** What was compared, and what somebody has seen and confirmed. */
export interface Confirmed {
    deleted: number;
    changed: number;
    digest: string;
    horizon: string;
}

export interface ExtractEvent {
    /** Names the report; used once. */
    run: string;
    /** The instances: the restored copy, and the database in use. */
    copy: string;
    live: string;
    /** As the operator wrote it. */
    table: string;
    /** SQL of a condition, which the copy evaluates: it chooses rows by what they were. */
    where?: string;
    only?: Only;
    /** Only with what was confirmed are rows changed. */
    apply?: Confirmed & { by: string; reason: string };
}

/** What the script says by the task's EXTRACT_EVENT, or an error that names each part that is wrong. */
export function readEvent(text: string | undefined): ExtractEvent {
    const event = Object(JSON.parse(text ?? "null")) as Record<keyof ExtractEvent, unknown>;
    const faults: string[] = [];
    const check = (isGood: boolean, part: string, value: unknown, use: string) => {
        const seen = value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
        if (!isGood) faults.push(`EXTRACT_EVENT: ${part} is ${seen}; use ${use}`);
    };
    const { run, copy, live, table, where, only, apply } = event;
    check(
        typeof run === "string" && /^[\w.-]{1,100}$/.test(run),
        "run",
        run,
        "letters, digits, dots, hyphens",
    );
    for (const [part, value] of Object.entries({ copy, live }))
        check(typeof value === "string" && /^[a-z][a-z0-9-]{0,62}$/.test(value), part, value, "an instance");
    check(copy !== live, "copy", copy, "another instance than live");
    check(typeof table === "string", "table", table, "a schema and a name");
    check(
        where === undefined || isText(where, 4000),
        "where",
        where,
        "a condition of up to 4,000 characters",
    );
    check(only === undefined || isOnly(only), "only", only, '"deleted", "changed" or {"transaction":"731"}');
    check(apply === undefined || isApply(apply), "apply", apply, "what the comparison said, by, and reason");
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    readName(table as string);
    return event as unknown as ExtractEvent;
}

function isText(value: unknown, most: number): boolean {
    return typeof value === "string" && value.trim() !== "" && value.length <= most && !value.includes("\0");
}

function isOnly(only: unknown): boolean {
    const { transaction } = Object(only) as { transaction?: unknown };
    return only === "deleted" || only === "changed" || /^\d{1,10}$/.test(String(transaction));
}

function isApply(apply: unknown): boolean {
    const { deleted, changed, digest, horizon, by, reason } = Object(apply) as Record<string, unknown>;
    const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
    const isHorizon = /^\d{1,20}$/.test(String(horizon));
    return (
        isCount(deleted) &&
        isCount(changed) &&
        isText(digest, 100) &&
        isHorizon &&
        isText(by, 300) &&
        isText(reason, 300)
    );
}
