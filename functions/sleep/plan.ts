import { isWakingTime, minutesSinceWaking, minutesToWaking, type Timetable } from "./timetable.ts";

/** Where an environment is between the two, since when, and what it waits for. Written where others read it. */
export interface State {
    is: "awake" | "falling asleep" | "asleep" | "waking";
    since: string;
    says: string;
    /** Its alarms tell nobody. */
    isMuted: boolean;
}

/** What AWS says of it. */
export interface Seen {
    now: Date;
    /** Undefined before the first look. */
    state: State | undefined;
    /** Somebody has asked for it to be awake until then. */
    awakeUntil: Date | undefined;
    databases: { identifier: string; status: string }[];
    /** In the order in which they can start: each needs the first one. */
    services: {
        name: string;
        wanted: number;
        running: number;
        starting: number;
        least: number;
        isScaling: boolean;
        isDeploying: boolean;
    }[];
    /** Tasks that run by themselves: a migration, a check of a copy, somebody's console. */
    others: number;
}

export type Act =
    | { what: "mute"; minutes: number }
    | { what: "unmute" | "pause checks" | "resume checks" }
    | { what: "empty"; service: string }
    | { what: "fill"; service: string; tasks: number }
    | { what: "stop" | "start"; database: string };

type Planned = { is: State["is"]; says: string; isMuted: boolean; acts: Act[] };

/** Minutes after waking in which alarms are still muted: they look back at the night. */
const GRACE_MINUTES = 15;
/** Minutes that it stays up when it has just been made or waked: whoever did that wants to see it. */
const LEAST_MINUTES = 30;
/** Minutes that waking up may take before people are told; RDS takes some, and it was not measured. */
const SLOW_MINUTES = 60;
/** Minutes that it may stay up after its hours before people are told: a restore or a long release takes as much. */
const LATE_MINUTES = 180;

/** The next step towards where it should be. Asked every minute: whatever came in between, the next step starts from there. */
export function plan(seen: Seen, timetable: Timetable): Planned {
    const { now, awakeUntil } = seen;
    const isWanted = isWakingTime(now, timetable) || (awakeUntil !== undefined && awakeUntil > now);
    return isWanted ? towardsWaking(seen) : towardsSleep(seen, () => minutesToWaking(now, timetable));
}

/** What a step made of the state; the time stays that of the change. */
export function stateAfter({ is, says, isMuted }: Planned, { state, now }: Seen): State {
    return { is, says, isMuted, since: state?.is === is ? state.since : now.toISOString() };
}

const minutesFrom = (then: Date, now: Date) => (now.getTime() - then.getTime()) / 60_000;

/** A fault that people have to hear of: the morning has come, and nobody can work. */
export function isTooSlow({ is, since }: State, now: Date): boolean {
    return is === "waking" && minutesFrom(new Date(since), now) > SLOW_MINUTES;
}

/** Another one: it should have been asleep for long, and what runs is paid for. Not counted is what somebody asked for. */
export function isTooLate({ is, since }: State, { now, awakeUntil }: Seen, timetable: Timetable): boolean {
    if (is === "asleep") return false;
    const late = [minutesSinceWaking(now, timetable), minutesFrom(new Date(since), now)];
    return Math.min(...late, awakeUntil ? minutesFrom(awakeUntil, now) : Infinity) > LATE_MINUTES;
}

function towardsSleep(seen: Seen, minutes: () => number): Planned {
    const { state, services, databases } = seen;
    if (state === undefined || state.is === "awake" || state.is === "waking") {
        const is = state?.is ?? "awake";
        const busy = whyBusy(seen);
        if (busy !== undefined)
            return { is, says: `stays up: ${busy}`, isMuted: state?.isMuted ?? false, acts: [] };
        // An hour longer than it sleeps. Tasks stop at the next step, when the alarms are muted.
        const acts: Act[] = [{ what: "mute", minutes: minutes() + 60 }, { what: "pause checks" }];
        return { is: "falling asleep", says: "alarms are muted", isMuted: true, acts };
    }
    const is = "falling asleep";
    const up = services.filter(({ wanted, isScaling }) => wanted > 0 || isScaling);
    if (up.length > 0) {
        const acts = up.map(({ name }): Act => ({ what: "empty", service: name }));
        return { is, says: `stops ${names(up)}`, isMuted: true, acts };
    }
    const left = services.filter(({ running, starting }) => running + starting > 0);
    if (left.length > 0)
        return { is, says: `waits for the tasks of ${names(left)}`, isMuted: true, acts: [] };
    // AWS starts one that has been stopped for seven days: it is stopped again.
    const acts = databases
        .filter(({ status }) => status === "available")
        .map(({ identifier }): Act => ({ what: "stop", database: identifier }));
    const waking = databases.filter(({ status }) => status !== "stopped");
    if (waking.length === 0) return { is: "asleep", says: "nothing runs", isMuted: true, acts };
    const says = waking.map(({ identifier, status }) => `${identifier} is ${status}`).join(", ");
    return { is, says, isMuted: true, acts };
}

function towardsWaking({ state, now, databases, services }: Seen): Planned {
    if (state === undefined || state.is === "awake") {
        const minutes = state ? (now.getTime() - Date.parse(state.since)) / 60_000 : 0;
        const isOver = state?.isMuted === true && minutes >= GRACE_MINUTES;
        const isMuted = state?.isMuted === true && !isOver;
        return { is: "awake", says: "", isMuted, acts: isOver ? [{ what: "unmute" }] : [] };
    }
    const waking = (says: string, acts: Act[]): Planned => ({ is: "waking", says, isMuted: true, acts });
    const down = databases.filter(({ status }) => status !== "available");
    if (down.length > 0) {
        const acts = down
            .filter(({ status }) => status === "stopped")
            .map(({ identifier }): Act => ({ what: "start", database: identifier }));
        const says = down.map(({ identifier, status }) => `${identifier} is ${status}`).join(", ");
        return waking(says, acts);
    }
    // The poolers first: what starts before them finds no database.
    const stages = [services.slice(0, 1), services.slice(1)];
    for (const stage of stages) {
        const empty = stage.filter(({ wanted, least, isScaling }) => wanted < least || !isScaling);
        if (empty.length > 0) {
            const acts = empty.map(({ name, least }): Act => ({ what: "fill", service: name, tasks: least }));
            return waking(`starts ${names(empty)}`, acts);
        }
        const slow = stage.filter(({ running, least }) => running < least);
        if (slow.length > 0) return waking(`waits for the tasks of ${names(slow)}`, []);
    }
    return { is: "awake", says: "", isMuted: true, acts: [{ what: "resume checks" }] };
}

/** What would be cut off. */
function whyBusy({ now, state, services, databases, others }: Seen): string | undefined {
    const minutes = state ? (now.getTime() - Date.parse(state.since)) / 60_000 : 0;
    if (state?.is !== "waking" && minutes < LEAST_MINUTES)
        return `it has been awake for less than ${LEAST_MINUTES} minutes`;
    if (others > 0) return `${others} task${others > 1 ? "s" : ""} of nobody's service`;
    const coming = services.filter(({ isDeploying }) => isDeploying);
    if (coming.length > 0) return `a deployment of ${names(coming)}`;
    const changing = databases.filter(({ status }) => !["available", "stopped"].includes(status));
    return changing.map(({ identifier, status }) => `${identifier} is ${status}`)[0];
}

function names(all: { name: string }[]): string {
    return all.map(({ name }) => name).join(", ");
}
