import type { Value } from "./math.ts";

/** What one thing said of itself in a minute; nothing where it said nothing. */
export type Samples = (minute: number) => readonly number[];

/** A row of numbers of which statistics are asked for, over periods that end at any minute. */
export class Metric {
    private readonly rows: (readonly number[])[] = [];
    private readonly from: number;
    private readonly sums: Float64Array;
    private readonly counts: Float64Array;
    private readonly below = new Map<number, Float64Array>();

    /** Of the minutes from the one to the other; before and after it there is no data. */
    constructor(samples: Samples, from: number, to: number) {
        this.from = from;
        for (let minute = from; minute < to; minute++) this.rows.push(samples(minute));
        this.sums = this.added((one) => one);
        this.counts = this.added(() => 1);
    }

    /** The data point of the period that ends with the beginning of this minute. */
    at(stat: string, period: number, minute: number): Value {
        const within = (when: number) => Math.min(Math.max(when - this.from, 0), this.rows.length);
        const [begin, end] = [within(minute - period), within(minute)];
        const between = (sums: Float64Array) => sums[end]! - sums[begin]!;
        const count = between(this.counts);
        if (count === 0) return undefined;
        if (stat === "SampleCount") return count;
        if (stat === "Sum") return between(this.sums);
        if (stat === "Average") return between(this.sums) / count;
        const [, bound] = /^PR\(:(\d+(?:\.\d+)?)\)$/.exec(stat) ?? [];
        if (bound !== undefined) return (100 * between(this.upTo(Number(bound)))) / count;
        return statOf(stat, this.rows.slice(begin, end).flat());
    }

    /** Sums from the beginning on: the sum of any stretch is one subtraction. */
    private added(of: (sample: number) => number): Float64Array {
        const sums = new Float64Array(this.rows.length + 1);
        for (const [at, row] of this.rows.entries()) {
            let sum = sums[at]!;
            for (const one of row) sum += of(one);
            sums[at + 1] = sum;
        }
        return sums;
    }

    private upTo(bound: number): Float64Array {
        const known = this.below.get(bound) ?? this.added((one) => Number(one <= bound));
        this.below.set(bound, known);
        return known;
    }
}

/** The other statistics of CloudWatch's that our alarms ask for (User Guide, "CloudWatch statistics definitions"). */
function statOf(stat: string, values: number[]): number {
    if (stat === "Minimum") return values.reduce((least, one) => Math.min(least, one));
    if (stat === "Maximum") return values.reduce((most, one) => Math.max(most, one));
    const [, percent] = /^p(\d+(?:\.\d+)?)$/.exec(stat) ?? [];
    if (percent === undefined) throw new Error(`${stat} is no statistic that this evaluator knows.`);
    const sorted = values.sort((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil((Number(percent) / 100) * sorted.length) - 1)]!;
}
