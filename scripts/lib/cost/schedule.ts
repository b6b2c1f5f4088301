import { HOURS } from "./charge.ts";

const MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/**
 * Times a month that a schedule of EventBridge, AWS Backup or Synthetics fires: "rate(5 minutes)", "cron(0 8 ? * WED *)".
 * Of a cron, minutes, hours, days of the month and of the week count; months and years don't. "at(…)" and Synthetics'
 * "rate(0 minute)" fire once, ever. Undefined where only the cloud knows it, or it is none that is understood here.
 */
export function runsAMonth(expression: string | undefined): number | undefined {
    if (/^(at\(.+\)|rate\(0 minutes?\))$/.test(expression ?? "")) return 0;
    const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? "");
    if (rate) return known((HOURS * 60) / (Number(rate[1]) * MINUTES[rate[2]!]!));
    const fields = /^cron\((.+)\)$/.exec(expression ?? "")?.[1]?.split(/\s+/) ?? [];
    if (fields.length < 5) return undefined;
    const [minute = "", hour = "", day = "", , weekday = ""] = fields;
    const days = HOURS / 24;
    const on = /[*?]/.test(day) ? days * (share(weekday, 7) / 7) : share(day, days);
    return known(share(minute, 60) * share(hour, 24) * on);
}

function known(runs: number): number | undefined {
    return Number.isFinite(runs) ? runs : undefined;
}

/** How many of the values a field lets pass. */
function share(field: string, all: number): number {
    return field.split(",").reduce((sum, part) => sum + spanOf(part, all), 0);
}

const WEEK = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Of "*", "7", "1-5", "FRI-MON", "0/15" or "0-30/10". */
function spanOf(part: string, all: number): number {
    const [span = "", step] = part.split("/");
    const [from = "", to] = span.split("-");
    const at = (text: string) => (WEEK.includes(text) ? WEEK.indexOf(text) : Number(text));
    if (to !== undefined) return Math.ceil((((at(to) - at(from) + all) % all) + 1) / Number(step ?? 1));
    if (step !== undefined) return all / Number(step);
    return /^[*?]$/.test(span) ? all : 1;
}
