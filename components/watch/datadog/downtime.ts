import * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import type { Awake } from "../../parts/awake.ts";

/** Hours after it begins to wake up: the database takes minutes, and CloudWatch's numbers up to 20 more until they are there. */
export const settledAfter = 1;

/** Days, and by the clock on the wall the hour of each at which all is muted, and for how many hours. */
interface Mute {
    days: string[];
    hour: number;
    hours: number;
}

const week = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Nights within the working week, and the weekend. Who sleeps at 24 does so at the next day's 0. */
export function mutesOf({ wakesAt, sleepsAt }: Awake): Mute[] {
    const hour = sleepsAt % 24;
    const after = (days: string[]) =>
        sleepsAt < 24 ? days : days.map((day) => week[(week.indexOf(day) + 1) % 7]!);
    const asleep = 24 - sleepsAt + wakesAt;
    const night = { days: after(["MO", "TU", "WE", "TH"]), hour, hours: asleep + settledAfter };
    const weekend = { days: after(["FR"]), hour, hours: asleep + 48 + settledAfter };
    return asleep === 0 ? [weekend] : [night, weekend];
}

/** All that is muted while the environment sleeps, as Datadog's API takes it (API reference, "Schedule a downtime"). */
export function downtimeOf(awake: Awake, prefix: string, now: Date) {
    const { timezone } = awake;
    const recurrences = mutesOf(awake).map(({ days, hour, hours }) => ({
        duration: `${hours}h`,
        rrule: `FREQ=WEEKLY;INTERVAL=1;BYDAY=${days.join(",")}`,
        start: nextOf(days, hour, timezone, now),
    }));
    const attributes = {
        // Each monitor of the environment wears it, and no other's; "*" is every group of theirs.
        ...{ monitor_identifier: { monitor_tags: [`environment:${prefix}`] }, scope: "*" },
        ...{ display_timezone: timezone, schedule: { recurrences, timezone } },
        message: `${prefix} sleeps: docs/runbooks/sleep.md`,
        // What is still wrong when it should be awake is told; that it is well again is not.
        ...{ mute_first_recovery_notification: true, notify_end_states: ["alert", "no data"] },
        notify_end_types: ["expired"],
    };
    return { data: { type: "downtime", attributes } };
}

/**
 * Mutes the monitors at night. Datadog takes no start that is past, when a downtime is made or changed
 * (DataDog/datadog-sync-cli#664): so it is made once for these hours, and other hours are another downtime.
 */
export function asleep(awake: Awake, prefix: string, opts: pulumi.CustomResourceOptions): void {
    const { attributes } = downtimeOf(awake, prefix, new Date()).data;
    const name = `asleep-${awake.sleepsAt}-${awake.wakesAt}-${awake.timezone.replaceAll("/", "-")}`;
    new datadog.DowntimeSchedule(
        name,
        {
            monitorIdentifier: { monitorTags: attributes.monitor_identifier.monitor_tags },
            ...{ scope: attributes.scope, message: attributes.message },
            ...{ displayTimezone: attributes.display_timezone, recurringSchedule: attributes.schedule },
            muteFirstRecoveryNotification: attributes.mute_first_recovery_notification,
            notifyEndStates: attributes.notify_end_states,
            notifyEndTypes: attributes.notify_end_types,
        },
        { ...opts, ignoreChanges: ["recurringSchedule"] },
    );
}

/** The first of these days, at this hour by the clock on the wall there, that is some minutes away: without an offset. */
function nextOf(days: string[], hour: number, timeZone: string, now: Date): string {
    const style = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" } as const;
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone, ...style }).format(now);
    // Its own calendar, in which an hour is an hour.
    const here = Date.parse(`${local.replace(" ", "T")}Z`);
    const midnight = here - (here % 86_400_000);
    const all = Array.from(
        { length: 9 },
        (_, day) => new Date(midnight + day * 86_400_000 + hour * 3_600_000),
    );
    const next = all.find(
        (at) => days.includes(week[(at.getUTCDay() + 6) % 7]!) && at.getTime() > here + 600_000,
    );
    return next!.toISOString().slice(0, 19);
}
