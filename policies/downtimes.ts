import * as aws from "@pulumi/aws";
import * as datadog from "@pulumi/datadog";
import type { Node, PropsOf } from "./graph.ts";
import type { Stack } from "./stack.ts";
import { listOf, numberOf } from "./values.ts";

type Downtime = PropsOf<datadog.DowntimeScheduleArgs>;
type Correction = PropsOf<datadog.SloCorrectionArgs>;
type Schedule = NonNullable<Downtime["recurringSchedule"]>;

/** Hours after waking in which numbers of the night are still on their way. */
const settling = 1;

/** When the environment sleeps, as components/guard/sleep.ts tells its function. */
function hoursOf(stack: Stack) {
    const functions = stack.all(aws.lambda.Function) as Node<any>[];
    return functions.flatMap(({ props }) => {
        const { WAKES_AT, SLEEPS_AT, TIMEZONE } = (props.environment?.variables ?? {}) as Record<
            string,
            string
        >;
        if (WAKES_AT === undefined) return [];
        return [{ timezone: TIMEZONE, wakesAt: Number(WAKES_AT), sleepsAt: Number(SLEEPS_AT) }];
    })[0];
}

/** Why a downtime hides more than the sleep of this environment; nothing where it does not. */
export function whyHidden({ monitorIdentifier, recurringSchedule }: Downtime, stack: Stack) {
    const tags = listOf(monitorIdentifier.monitorTags);
    const tests = stack.all(datadog.SyntheticsTest);
    const isOwn = tests.every(({ props }) => tags.every((tag) => listOf(props.tags).includes(tag)));
    if (tags.length === 0 || tags.includes("*") || !isOwn) return "It mutes monitors of others as well.";
    const hours = hoursOf(stack);
    if (hours === undefined) return "It mutes what never sleeps.";
    if (listOf(recurringSchedule?.recurrences).length === 0) return "It mutes for good.";
    if (recurringSchedule!.timezone !== hours.timezone) return "It keeps to another clock than the sleep.";
    const odd = listOf(recurringSchedule!.recurrences).find((one) => !isAsleep(one, hours));
    return odd && `It mutes from ${odd.start} on for ${odd.duration}, ${odd.rrule}: not when it sleeps.`;
}

/** Why a correction takes more out of an objective than the sleep of this environment; nothing where it does not. */
export function whyUncounted({ start, duration = 0, rrule = "", timezone }: Correction, stack: Stack) {
    const hours = hoursOf(stack);
    if (hours === undefined) return "It leaves out what never sleeps.";
    if (rrule === "") return "It leaves out once what sleeps every week.";
    if (timezone !== hours.timezone) return "It keeps to another clock than the sleep.";
    const style = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" } as const;
    const there = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, ...style });
    const local = there.format(new Date(numberOf(start) * 1000)).replace(" ", "T");
    const weekly = { start: local, duration: `${numberOf(duration) / 3600}h`, rrule };
    return isAsleep(weekly, hours)
        ? undefined
        : `It leaves out ${weekly.duration} from ${local} on, ${rrule}: not when it sleeps.`;
}

function isAsleep(
    { start = "", duration, rrule }: NonNullable<Schedule["recurrences"]>[number],
    { wakesAt, sleepsAt }: { wakesAt: number; sleepsAt: number },
): boolean {
    const [, hour] = /^\d{4}-\d\d-\d\dT(\d\d):00:00$/.exec(start) ?? [];
    const [, hours] = /^(\d+)h$/.exec(duration) ?? [];
    const days = /^FREQ=WEEKLY;INTERVAL=1;BYDAY=([A-Z,]+)$/.exec(rrule)?.[1]?.split(",") ?? [];
    const [working, last] = sleepsAt < 24 ? ["MO,TU,WE,TH", "FR"] : ["TU,WE,TH,FR", "SA"];
    const night = 24 - sleepsAt + wakesAt + settling;
    const isNight = days.length > 0 && days.every((day) => working.split(",").includes(day));
    const most = isNight ? night : days.join() === last ? night + 48 : 0;
    return Number(hour) === sleepsAt % 24 && Number(hours) <= most;
}
