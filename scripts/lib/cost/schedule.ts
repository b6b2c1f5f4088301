import { HOURS } from "./charge.ts";

const MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/**
 * Times a month that a schedule of EventBridge, AWS Backup or Synthetics fires: "rate(5 minutes)", "cron(0 8 ? * WED *)".
 * Of a cron, minutes, hours, days of the month and of the week count; months and years don't.
 */
export function runsAMonth(expression: string | undefined): number {
    const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? "");
    if (rate) return (HOURS * 60) / (Number(rate[1]) * MINUTES[rate[2]!]!);
    const fields = /^cron\((.+)\)$/.exec(expression ?? "")?.[1]?.split(/\s+/) ?? [];
    if (fields.length < 5) return 0;
    const [minute = "", hour = "", day = "", , weekday = ""] = fields;
    const days = HOURS / 24;
    const on = /[*?]/.test(day) ? days * (share(weekday, 7) / 7) : share(day, days);
    return share(minute, 60) * share(hour, 24) * on;
}

/** How many of the values a field lets pass. */
function share(field: string, all: number): number {
    if (/^[*?]$/.test(field)) return all;
    const step = /^[*\d]+\/(\d+)$/.exec(field);
    if (step) return all / Number(step[1]);
    return field.split(",").reduce((sum, part) => sum + spanOf(part), 0);
}

const WEEK = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function spanOf(part: string): number {
    const [from = "", to] = part.split("-");
    if (to === undefined) return 1;
    const at = (text: string) => (WEEK.includes(text) ? WEEK.indexOf(text) : Number(text));
    return at(to) - at(from) + 1;
}
