import type { Properties } from "../values.ts";
import { rule } from "./kinds.ts";
import { inputsWith, textOf, type Limit } from "./row.ts";

const fields: { name: string; min: number; max: number; words: string }[] = [
    { name: "minutes", min: 0, max: 59, words: "" },
    { name: "hours", min: 0, max: 23, words: "" },
    { name: "day of month", min: 1, max: 31, words: "" },
    { name: "month", min: 1, max: 12, words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC" },
    { name: "day of week", min: 1, max: 7, words: "SUN MON TUE WED THU FRI SAT" },
    { name: "year", min: 1970, max: 2199, words: "" },
];

function wrongPart(part: string, index: number): boolean {
    const { min, max, words } = fields[index] ?? { min: 0, max: 0, words: "" };
    const named = words === "" ? [] : words.split(" ");
    const good = (item: string): boolean =>
        named.includes(item.toUpperCase()) ||
        (/^\d+$/.test(item) && Number(item) >= min && Number(item) <= max);
    if (index === 2 && /^(\?|L|LW|L-\d+|\d+W)$/i.test(part)) return false;
    if (index === 4 && /^(\?|L|\w+L|\w+#[1-5])$/i.test(part)) return false;
    const [values = "", step] = part.split("/");
    if (step !== undefined && !/^[1-9]\d*$/.test(step)) return true;
    return values !== "*" && !values.split("-").every(good);
}

function wrongCron(body: string): string | undefined {
    const parts = body.trim().split(/\s+/);
    if (parts.length !== 6)
        return `has ${parts.length} fields; use 6: minutes hours day-of-month month day-of-week year`;
    const at = parts.findIndex((part, index) => part.split(",").some((item) => wrongPart(item, index)));
    const field = fields[at];
    if (field !== undefined)
        return `has ${field.name} "${parts[at] ?? ""}"; use ${field.min} to ${field.max}`;
    const [, , dayOfMonth, , dayOfWeek] = parts;
    const open = [dayOfMonth, dayOfWeek].filter((part) => part === "?").length;
    return open === 1 ? undefined : "must have ? as day of month or as day of week, and a value in the other";
}

function wrongRate(body: string): string | undefined {
    const [, amount, unit] = /^(\d+) (minutes?|hours?|days?)$/.exec(body.trim()) ?? [];
    if (amount === undefined || Number(amount) < 1)
        return "use rate(N minutes), rate(N hours) or rate(N days)";
    return (Number(amount) === 1) === unit?.endsWith("s")
        ? `use ${Number(amount) === 1 ? "one unit without" : "a unit with"} "s"`
        : undefined;
}

type Form = "cron" | "rate" | "at";

/** A schedule in the grammar that EventBridge, Scheduler and Backup share; each takes some of the forms. */
export function schedule(type: string, property: string, forms: Form[], source: string): Limit {
    const says = forms.map((form) => `${form}(...)`).join(" or ");
    const cron = {
        good: ["cron(0 5 ? * * *)", "cron(0/15 8-18 ? * MON-FRI 2027)", "cron(0 3 L * ? *)"],
        bad: ["cron(0 5 * * *)", "cron(0 5 * * * *)", "cron(60 5 ? * * *)", "cron(0 24 ? * * *)"],
    };
    const rate = {
        good: ["rate(1 hour)", "rate(5 minutes)"],
        bad: ["rate(1 hours)", "rate(0 minutes)", "rate(5 seconds)"],
    };
    const at = (text: string): Properties => inputsWith(property, text);
    return rule(
        type,
        property,
        "schedule",
        source,
        (value) => {
            const text = textOf(value);
            if (text === undefined || text === "") return undefined;
            const [, form, body = ""] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
            if (form === undefined || !forms.includes(form as Form)) return `is "${text}"; use ${says}`;
            const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
            const atWrong = stamp.test(body) ? undefined : "use at(yyyy-mm-ddThh:mm:ss)";
            const wrong = form === "cron" ? wrongCron(body) : form === "rate" ? wrongRate(body) : atWrong;
            return wrong === undefined ? undefined : `is "${text}": ${wrong}`;
        },
        [...(forms.includes("cron") ? cron.good : []), ...(forms.includes("rate") ? rate.good : [])].map(at),
        [
            ...(forms.includes("cron") ? cron.bad : []),
            ...(forms.includes("rate") ? rate.bad : []),
            "every day",
        ].map(at),
    );
}
