import type { Value } from "./math.ts";

/** What a statistic over so many seconds comes to; nothing where there is no data. */
export type Row = (stat: string, seconds: number) => Value;

/** The same all the time, told every minute. */
export const steady =
    (value: number): Row =>
    (stat, seconds) =>
        ({ Sum: (value * seconds) / 60, SampleCount: seconds / 60 })[stat] ?? value;

/** So many a minute, each told by itself. */
export const perMinute =
    (count: number): Row =>
    (stat, seconds) =>
        /^(Sum|SampleCount)$/.test(stat) ? (count * seconds) / 60 : 1;

/** Told once. */
export const once =
    (value: number): Row =>
    (stat) =>
        stat === "SampleCount" ? 1 : value;

/** Of 100 a minute this share takes so many seconds, and the others a tenth of one. */
export const slow =
    (share: number, seconds: number): Row =>
    (stat, period) => {
        const [, percentile] = /^(?:p|tm)(\d+(?:\.\d+)?)$/.exec(stat) ?? [];
        if (percentile !== undefined) return Number(percentile) > 100 * (1 - share) ? seconds : 0.1;
        const [, bound] = /^PR\(:(\d+(?:\.\d+)?)\)$/.exec(stat) ?? [];
        if (bound !== undefined)
            return 100 * ((Number(bound) >= 0.1 ? 1 - share : 0) + (Number(bound) >= seconds ? share : 0));
        const average = share * seconds + (1 - share) * 0.1;
        const count = (100 * period) / 60;
        return { Maximum: seconds, Average: average, Minimum: 0.1, SampleCount: count }[stat];
    };

/** Told by two, of which one alone says so. */
export const half: Row = (stat) => ({ Sum: 1, Average: 0.5, Minimum: 0, SampleCount: 2 })[stat] ?? 1;
