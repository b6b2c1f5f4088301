import { Alarm, type Find } from "./alarm.ts";
import { cloud, type Stretch } from "./cloud.ts";
import { emittersOf, type Emitter, type Thing } from "./emitters.ts";
import { siteFaults, thingFaults, type Fault } from "./faults.ts";
import { afterSilence, statedOf, tells, type Composite, type Rehearsed } from "./rehearsed.ts";
import type { Trouble } from "./site.ts";
import { BEYOND } from "./state.ts";

/** Of the numbers of a minute, until an alarm has them. Assumed: AWS documents none. */
export const DELAY_MINUTES = 1;
/** Requests a day of a quiet site. */
export const QUIET_PER_DAY = 117;
/** Minutes before a fault: more than any alarm looks back, but for the daily one. */
const LEAD = 8 * 60;
const DAY = 1440;
const QUIET_DAYS = 3;

export interface Outage {
    from: number;
    minutes: number;
    trouble: Trouble;
}

/** Whether an alarm rings in a minute, which have to come one after the other. */
type Rings = (minute: number) => boolean;

export class Replay {
    readonly faults: Fault[];
    private readonly emitters: Emitter[];
    private readonly environment: string;
    private readonly seed: number;
    private readonly known = new Map<string, Find>();
    private fillsNothing = true;

    constructor(things: readonly Thing[], environment: string, seed: number) {
        [this.environment, this.seed] = [environment, seed];
        this.emitters = emittersOf(things, environment);
        this.faults = [...siteFaults(), ...thingFaults(this.emitters)];
    }

    /** What is wrong with an alarm; the first of it. */
    complaint(alarm: Rehearsed, all: readonly Rehearsed[]): string | undefined {
        this.fillsNothing = true;
        const first = this.complained(alarm, all);
        if (first !== undefined || !JSON.stringify(alarm).includes("FILL(")) return first;
        // It has to be right in either case.
        this.fillsNothing = false;
        return this.complained(alarm, all);
    }

    private complained(alarm: Rehearsed, all: readonly Rehearsed[]): string | undefined {
        const mine = this.faults.filter(({ rings }) => rings.includes(alarm.what));
        if (mine.length === 0) return `${alarm.what}: nobody knows a fault of which it tells.`;
        for (const fault of mine) {
            const late = this.missed(alarm, all, fault);
            if (late !== undefined) return late;
        }
        // A part that tells nobody may ring.
        return this.silent(alarm) ?? (tells(alarm) ? this.quiet(alarm, all) : undefined);
    }

    /** Of a new environment, in which nothing has happened yet. */
    private silent(alarm: Rehearsed): string | undefined {
        if (!("props" in alarm)) return undefined;
        const one = new Alarm(alarm.props, () => undefined, this.fillsNothing);
        const state = one.evaluate(DAY);
        const wanted = afterSilence(alarm.props);
        return state === wanted
            ? undefined
            : `${alarm.what}: is ${state} where nothing was ever said, and not ${wanted}.`;
    }

    /** Minutes from the beginning of a fault until the alarm rings; none, where it does not within what it says. */
    took(alarm: Rehearsed, all: readonly Rehearsed[], fault: Fault): number | undefined | "before it" {
        const { stated, begins, stretch } = this.of(alarm, fault);
        const rings = this.rings(alarm, all, this.find(`${fault.says} ${stretch.to}`, stretch));
        for (let minute = begins - 60; minute <= begins + stated; minute++) {
            if (!rings(minute)) continue;
            return minute <= begins ? "before it" : minute - begins;
        }
        return undefined;
    }

    private missed(alarm: Rehearsed, all: readonly Rehearsed[], fault: Fault): string | undefined {
        const { stated, begins, stretch } = this.of(alarm, fault);
        const took = this.took(alarm, all, fault);
        if (took === undefined) return `${alarm.what}: is still after ${stated} minutes of "${fault.says}".`;
        if (took === "before it") return `${alarm.what}: rings before "${fault.says}".`;
        if (!("props" in alarm)) return undefined;
        const find = this.find(`${fault.says} ${stretch.to}`, stretch);
        const one = new Alarm(alarm.props, find, this.fillsNothing);
        const silent =
            stretch.to + DELAY_MINUTES + (one.evaluation.evaluationPeriods + BEYOND + 1) * one.period;
        for (let minute = begins; minute <= silent; minute++) one.evaluate(minute - DELAY_MINUTES);
        const wanted = afterSilence(alarm.props);
        return one.state === wanted
            ? undefined
            : `${alarm.what}: is ${one.state} when all is silent after "${fault.says}", and not ${wanted}.`;
    }

    /** Days without a fault, in the midst of which a release moves users. */
    private quiet(alarm: Rehearsed, all: readonly Rehearsed[]): string | undefined {
        const to = QUIET_DAYS * DAY;
        const rings = this.rings(alarm, all, this.find("quiet", { ...this.calm(to), moves: 2 * DAY }));
        for (let minute = DAY; minute < to; minute++)
            if (rings(minute)) return `${alarm.what}: rings in minute ${minute} of quiet days.`;
        return undefined;
    }

    /** The minutes in which an alarm begins to ring, of a quiet site; or of an outage of it. */
    rang(alarm: Rehearsed, all: readonly Rehearsed[], days: number, outage?: Outage): number[] {
        const to = outage ? outage.from + outage.minutes : days * DAY;
        const trouble = outage && { trouble: { ...outage.trouble, from: outage.from, to } };
        const moves = outage ? Infinity : to / 2;
        const from = outage ? outage.from - LEAD : 0;
        const find = cloud(this.emitters, this.environment, { ...this.calm(to), from, moves, ...trouble });
        const rings = this.rings(alarm, all, find);
        const found: number[] = [];
        for (let [minute, before] = [outage ? outage.from - 60 : DAY, false]; minute < to; minute++) {
            const now = rings(minute);
            if (now && !before) found.push(minute);
            before = now;
        }
        return found;
    }

    private calm(to: number): Stretch {
        return {
            seed: this.seed,
            requestsPerDay: QUIET_PER_DAY,
            moves: Infinity,
            from: 0,
            to,
            begins: 0,
            wrong: [],
        };
    }

    private of(alarm: Rehearsed, { site, wrong }: Fault) {
        const stated = statedOf(alarm);
        const begins = site ? LEAD : 2 * DAY;
        const to = begins + stated + 1;
        const samples = Object.entries(wrong?.samples ?? {});
        const stretch: Stretch = {
            ...{ ...this.calm(to), begins },
            ...(site && {
                requestsPerDay: site.requestsPerDay,
                isSteady: true,
                moves: site.isSecondGroup ? 0 : Infinity,
                trouble: { ...site.trouble, from: begins, to },
            }),
            wrong: samples.map(([metricName, one]) => ({
                emitter: wrong!.emitter,
                metricName,
                samples: one,
            })),
        };
        return { stated, begins, stretch };
    }

    private find(key: string, stretch: Stretch): Find {
        const known = this.known.get(key) ?? cloud(this.emitters, this.environment, stretch);
        this.known.set(key, known);
        return known;
    }

    private rings(alarm: Rehearsed, all: readonly Rehearsed[], find: Find): Rings {
        if ("props" in alarm) {
            const one = new Alarm(alarm.props, find, this.fillsNothing);
            return (minute) => one.evaluate(minute - DELAY_MINUTES) === "ALARM";
        }
        return this.joined(alarm.composite, all, find);
    }

    /** Of alarms that all have to ring, or of which one has to; nothing else is read. */
    private joined({ alarmRule }: Composite, all: readonly Rehearsed[], find: Find): Rings {
        const how = alarmRule.includes(" OR ") ? " OR " : " AND ";
        const parts = alarmRule.split(how).map((part) => {
            const name = /^ALARM\("([^"()]+)"\)$/.exec(part)?.[1];
            const named = all.find((one) => ("props" in one ? one.props : one.composite).name === name);
            if (!named) throw new Error(`"${part}" is no alarm of the stack, and nothing else is known.`);
            return this.rings(named, all, find);
        });
        return (minute) => {
            const ringing = parts.map((part) => part(minute));
            return how === " OR " ? ringing.some(Boolean) : ringing.every(Boolean);
        };
    }
}
