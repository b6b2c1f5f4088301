import type { Value } from "../values.ts";
import { rule } from "./kinds.ts";
import { textOf, type Limit } from "./row.ts";

const week = 7 * 24 * 60;
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const clock = "([01]\\d|2[0-3]):([0-5]\\d)";
const daily = new RegExp(`^${clock}-${clock}$`);
const weekly = new RegExp(`^(${days.join("|")}):${clock}-(${days.join("|")}):${clock}$`, "i");

interface Span {
    /** Minutes since Monday, or since midnight. */
    start: number;
    minutes: number;
}

function dailySpan(value: Value | undefined): Span | undefined {
    const match = daily.exec(textOf(value) ?? "");
    if (match === null) return undefined;
    const [start, end] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
    return { start, minutes: (end - start + 1440) % 1440 };
}

function weeklySpan(value: Value | undefined): Span | undefined {
    const match = weekly.exec(textOf(value) ?? "");
    if (match === null) return undefined;
    const at = (day = "", hour = "", minute = ""): number =>
        days.indexOf(day.toLowerCase()) * 1440 + Number(hour) * 60 + Number(minute);
    const start = at(match[1], match[2], match[3]);
    return { start, minutes: (at(match[4], match[5], match[6]) - start + week) % week };
}

function window(
    type: string,
    property: string,
    least: number,
    source: string,
    span: (value: Value) => Span | undefined,
    sample: (minutes: number) => string,
    malformed: string[],
): Limit {
    return rule(
        type,
        property,
        "window",
        source,
        (value) => {
            if (typeof value !== "string") return undefined;
            const seen = span(value);
            if (seen === undefined) return `is "${value}"; use UTC times such as "${sample(least)}"`;
            return seen.minutes < least ? `lasts ${seen.minutes} minutes; use at least ${least}` : undefined;
        },
        [{ [property]: sample(least) }],
        [sample(least - 1), ...malformed].map((text) => ({ [property]: text })),
    );
}

function to(minutes: number): string {
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A daily window, `hh:mm-hh:mm`, of at least so many minutes. */
export function backupWindow(type: string, property: string, least: number, source: string): Limit {
    return window(type, property, least, source, dailySpan, (n) => `03:00-${to(180 + n)}`, [
        "3:00-4:00",
        "03:00-24:00",
    ]);
}

/** A weekly window, `ddd:hh:mm-ddd:hh:mm`, of at least so many minutes. */
export function maintenanceWindow(type: string, property: string, least: number, source: string): Limit {
    const malformed = ["03:00-05:00", "monday:03:00-monday:05:00"];
    return window(
        type,
        property,
        least,
        source,
        weeklySpan,
        (n) => `mon:04:00-mon:${to(240 + n)}`,
        malformed,
    );
}

/** The backup window of every day and the maintenance window of a week may not meet. */
export function windowsApart(type: string, source: string): Limit {
    return rule(
        type,
        "maintenanceWindow",
        "overlap",
        source,
        (value, { backupWindow: backup }) => {
            const [maintenance, each] = [weeklySpan(value), dailySpan(backup)];
            if (maintenance === undefined || each === undefined) return undefined;
            const meets = Array.from({ length: 15 }, (_, day) => each.start + (day - 7) * 1440).some(
                (start) =>
                    start < maintenance.start + maintenance.minutes &&
                    maintenance.start < start + each.minutes,
            );
            const text = String(value as string);
            return meets
                ? `is ${text}, which meets the backup window ${textOf(backup)}; move one of them`
                : undefined;
        },
        [
            { backupWindow: "03:00-04:00", maintenanceWindow: "mon:04:00-mon:05:00" },
            { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:30-mon:01:30" },
        ],
        [
            { backupWindow: "03:00-04:00", maintenanceWindow: "mon:03:59-mon:05:00" },
            { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" },
            { backupWindow: "00:10-00:50", maintenanceWindow: "sun:23:30-mon:00:30" },
        ],
    );
}
