/** When an environment is awake: Monday to Friday, from one full hour to another of the same day. */
export interface Timetable {
    /** As in the tz database: Europe/Berlin. */
    timezone: string;
    /** 0 to 23. */
    wakesAt: number;
    /** 1 to 24, after `wakesAt`. */
    sleepsAt: number;
}

const MINUTE = 60_000;
/** From Friday evening to Monday morning, with an hour that the clocks may be put back by. */
const LONGEST_MINUTES = 3 * 24 * 60 + 60;

/** Making one takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
    const options = { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" } as const;
    const made = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", options);
    formats.set(timeZone, made);
    return made;
}

export function isWakingTime(now: Date, { timezone, wakesAt, sleepsAt }: Timetable): boolean {
    const parts = formatOf(timezone).formatToParts(now);
    const part = (type: string) => parts.find((one) => one.type === type)!.value;
    const hour = Number(part("hour"));
    return !/^S/.test(part("weekday")) && hour >= wakesAt && hour < sleepsAt;
}

/** Minutes from now to the next waking time, by the clock on the wall. */
export function minutesToWaking(now: Date, timetable: Timetable): number {
    for (let minutes = 0; minutes <= LONGEST_MINUTES; minutes += 1)
        if (isWakingTime(new Date(now.getTime() + minutes * MINUTE), timetable)) return minutes;
    return LONGEST_MINUTES;
}

/** Minutes since the last waking time, by the clock on the wall; 0 in it. */
export function minutesSinceWaking(now: Date, timetable: Timetable): number {
    for (let minutes = 0; minutes <= LONGEST_MINUTES; minutes += 1)
        if (isWakingTime(new Date(now.getTime() - minutes * MINUTE), timetable)) return minutes;
    return LONGEST_MINUTES;
}
