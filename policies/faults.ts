import { Unreadable, valueOf, type Value } from "./math.ts";
import type { Node } from "./graph.ts";
import { isOn, listOf, numberOf } from "./values.ts";

/** A row of numbers, as an alarm asks for it. */
interface Asked {
    metricName?: string;
    dimensions?: Record<string, string>;
    /** Seconds. */
    period?: number;
    stat?: string;
}

/** What a statistic over so many seconds comes to; nothing where there is no data. */
export type Row = (stat: string, seconds: number) => Value;

/** The least that is wrong when somebody has to hear of it. */
export interface Fault {
    says: string;
    /** The longest that an alarm may take, from when it began. */
    withinMinutes: number;
    /** What each metric says meanwhile, by its name; those that are left out say nothing. */
    rows: Record<string, Row>;
    /** It may as well show by no data at all. */
    mayBeSilent?: true;
    /** It shows in one period alone. */
    isOnce?: true;
    /** The thing that is hit, where others of its kind are well and say so: a dimension, its value, and their rows. */
    hits?: { by: string; name: string; others: Record<string, Row> };
}

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

const COMPARISONS: Record<string, (value: number, threshold: number) => boolean> = {
    GreaterThanThreshold: (value, threshold) => value > threshold,
    GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
    LessThanThreshold: (value, threshold) => value < threshold,
    LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Why an alarm does not ring, or not in time, while this is wrong and lasts; nothing where it does. */
export function whyQuiet({ name, props }: Node<any>, fault: Fault): string | undefined {
    const { metricQueries, threshold, comparisonOperator, evaluationPeriods, datapointsToAlarm } = props;
    const queries = listOf(metricQueries) as Query[];
    const { metricName, dimensions, period } = props;
    // By one another: of those that are left out a plan knows nothing.
    const stat = queries.length > 0 ? undefined : (props.statistic ?? props.extendedStatistic);
    const own: Asked = { metricName, dimensions, period, stat };
    const asked = queries.length > 0 ? queries.flatMap(({ metric }) => metric ?? []) : [own];
    const rings = (value: Value) =>
        value === undefined
            ? props.treatMissingData === "breaching"
            : (COMPARISONS[comparisonOperator]?.(value, numberOf(threshold)) ?? false);
    const isMissed = fault.mayBeSilent && !rings(undefined);
    // It has to be right in either case.
    if (isMissed || ![true, false].every((fills) => rings(judgedValue(queries, own, fault, fills))))
        return `${name} is quiet when ${fault.says}`;
    const needed = numberOf(datapointsToAlarm ?? evaluationPeriods);
    if (fault.isOnce) return needed === 1 ? undefined : `${name} waits for more, when ${fault.says}`;
    const minutes = (needed * Math.max(...asked.map(({ period }) => numberOf(period ?? 60)))) / 60;
    if (minutes <= fault.withinMinutes) return undefined;
    return `${name} takes ${minutes} minutes to ring when ${fault.says}, and ${fault.withinMinutes} are the most`;
}

interface Query {
    id: string;
    expression?: string;
    metric?: Asked;
    returnData?: unknown;
}

function judgedValue(queries: Query[], own: Asked, fault: Fault, fillsNothing: boolean): Value {
    const emitted = ({ metricName = "", dimensions = {}, stat = "", period }: Asked) => {
        const { hits } = fault;
        const rows = hits && dimensions[hits.by] !== hits.name ? hits.others : fault.rows;
        return Object.hasOwn(rows, metricName) ? rows[metricName]!(stat, numberOf(period ?? 60)) : undefined;
    };
    if (queries.length === 0) return emitted(own);
    const get = (id: string, above: string[] = []): Value => {
        const query = queries.find((one) => one.id === id);
        if (query === undefined || above.includes(id)) throw new Unreadable(id);
        if (query.metric) return emitted(query.metric);
        return valueOf(query.expression ?? "", (inner) => get(inner, [...above, id]), fillsNothing);
    };
    const judged = queries.filter(({ returnData }) => isOn(returnData));
    try {
        return judged.length === 1 ? get(judged[0]!.id) : Number.NaN;
    } catch (error) {
        // Nobody can tell when it would ring.
        if (error instanceof Unreadable) return Number.NaN;
        throw error;
    }
}
