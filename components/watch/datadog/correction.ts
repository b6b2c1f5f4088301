import * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import type { Awake } from "../../parts/awake.ts";
import { mutesOf } from "./downtime.ts";

/** A Monday on which no zone puts its clocks on or back. It may be past: a correction counts for what was measured before, too. */
const firstMonday = Date.UTC(2026, 0, 5);
const week = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/**
 * The hours that an objective leaves out, as Datadog's API takes them (API reference, "Create an SLO correction"): those in which
 * its monitors are muted. An SLO takes three that come every week (Datadog Docs, "SLO status corrections", read 2026-11-23).
 */
export function correctionsOf(awake: Awake) {
    const { timezone } = awake;
    return mutesOf(awake).map(({ days, hour, hours }) => ({
        category: "Outside Business Hours",
        description: "It sleeps: docs/runbooks/sleep.md",
        start: secondsAt(firstMonday + (week.indexOf(days[0]!) * 24 + hour) * 3_600_000, timezone),
        duration: hours * 3600,
        rrule: `FREQ=WEEKLY;INTERVAL=1;BYDAY=${days.join(",")}`,
        timezone,
    }));
}

/** Takes the hours of sleep out of an objective: whoever asks then is answered by a load balancer that has nobody to ask. */
export function notCounted(
    awake: Awake,
    objective: string,
    sloId: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
): void {
    for (const correction of correctionsOf(awake)) {
        const which = correction.rrule.includes(",") ? "nights" : "weekend";
        new datadog.SloCorrection(`${objective}-asleep-${which}`, { sloId, ...correction }, opts);
    }
}

/** Seconds of the time that a clock on the wall there shows, written as if it were UTC. */
function secondsAt(local: number, timeZone: string): number {
    const style = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" } as const;
    const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, ...style }).format(new Date(local));
    return (2 * local - Date.parse(`${shown.replace(" ", "T")}Z`)) / 1000;
}
