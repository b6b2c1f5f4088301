/** When an environment is awake: Monday to Friday, from one full hour to another of the same day. */
export interface Awake {
    /** As in the tz database: Europe/Berlin. */
    timezone: string;
    /** 0 to 23. */
    wakesAt: number;
    /** 1 to 24, at least ten hours later. */
    sleepsAt: number;
}

/**
 * A full hour after waking, by the clock on the wall there, each working day or one of them; in AWS's words, and the usual
 * time where an environment never sleeps.
 */
export function afterWaking(awake: Awake | undefined, hours: number, usual: string, days = "MON-FRI") {
    if (awake === undefined) return { scheduleExpression: usual };
    const scheduleExpression = `cron(0 ${awake.wakesAt + hours} ? * ${days} *)`;
    return { scheduleExpression, scheduleExpressionTimezone: awake.timezone };
}

/**
 * Half an hour of each day in UTC, as RDS wants it, so many hours after waking; an hour later by the clock on the wall
 * while that is put forward. For a weekly one, the day.
 */
export function windowAfterWaking(awake: Awake, hours: number, day?: "wed"): string {
    const minutes = (awake.wakesAt + hours) * 60 - standardOffset(awake.timezone);
    const at = (minute: number) => {
        const since = ((minute % 1440) + 1440) % 1440;
        return `${two(Math.floor(since / 60))}:${two(since % 60)}`;
    };
    const days = ["tue", "wed", "thu"];
    const on = (minute: number) => (day ? `${days[Math.floor(minute / 1440) + days.indexOf(day)]}:` : "");
    return `${on(minutes)}${at(minutes)}-${on(minutes + 30)}${at(minutes + 30)}`;
}

/**
 * Every so many minutes while it is awake, for what knows UTC alone: in winter and in summer, so that in one of them it is an
 * hour more; and a whole day more where the day is another one there.
 */
export function everyWhileAwake({ timezone, wakesAt, sleepsAt }: Awake, minutes: number): string {
    const offsets = offsetsOf(timezone);
    const from = Math.floor((wakesAt * 60 - Math.max(...offsets)) / 60);
    const to = Math.ceil((sleepsAt * 60 - Math.min(...offsets)) / 60);
    const hours = Array.from({ length: Math.min(24, to - from) }, (_, at) => (((from + at) % 24) + 24) % 24);
    const days = `${from < 0 ? "SUN" : "MON"}-${to > 24 ? "SAT" : "FRI"}`;
    const inOrder = hours.sort((one, other) => one - other).join(",");
    return `cron(${minutes === 1 ? "*" : `0/${minutes}`} ${inOrder} ? * ${days} *)`;
}

/** Minutes that the zone is ahead of UTC while its clocks are not put forward. */
function standardOffset(timeZone: string): number {
    return Math.min(...offsetsOf(timeZone));
}

/** Minutes that it is ahead of UTC, in January and in July. */
function offsetsOf(timeZone: string): number[] {
    return ["2026-01-07T12:00:00Z", "2026-07-08T12:00:00Z"].map((text) => {
        const now = new Date(text);
        const style = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" } as const;
        const local = new Intl.DateTimeFormat("sv-SE", { timeZone, ...style }).format(now);
        return (Date.parse(`${local.replace(" ", "T")}Z`) - now.getTime()) / 60_000;
    });
}

function two(number: number): string {
    return String(number).padStart(2, "0");
}
