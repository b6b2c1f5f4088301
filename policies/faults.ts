import { Unreadable, valueOf, type Value } from "./math.ts";
import type { Node } from "./graph.ts";
import type { Row } from "./rows.ts";
import { sound } from "./sound.ts";
import { isOn, listOf, numberOf } from "./values.ts";

/** A row of numbers, as an alarm asks for it. */
interface Asked {
    metricName?: string;
    dimensions?: Record<string, string>;
    /** Seconds. */
    period?: number;
    stat?: string;
}

/** The least that is wrong when somebody has to hear of it. */
export interface Fault {
    says: string;
    /** The longest that an alarm may take, from when it began. */
    withinMinutes: number;
    /** What each metric says meanwhile, by its name; those that are left out say nothing. */
    rows: Record<string, Row>;
    /** What is not wrong yet, where the criterion says so; the rest is as `sound` has it. */
    fine?: Record<string, Row>;
    /** It may as well show by no data at all. */
    mayBeSilent?: true;
    /** It shows in one period alone. */
    isOnce?: true;
    /** The thing that is hit, where others of its kind are well and say so: a dimension, its value, and their rows. */
    hits?: { by: string; name: string; others: Record<string, Row> };
}

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
    const ringsAt = (rows: Fault["rows"], fills: boolean) =>
        rings(judgedValue(queries, own, { ...fault, rows }, fills));
    const isMissed = fault.mayBeSilent && !rings(undefined);
    // It has to be right in either case.
    if (isMissed || ![true, false].every((fills) => ringsAt(fault.rows, fills)))
        return `${name} is quiet when ${fault.says}`;
    const isOfSilence = fault.mayBeSilent === true || Object.keys(fault.rows).length === 0;
    const fine = { ...sound, ...fault.fine };
    if (ringsAt(fine, true)) return `${name} rings when nothing is wrong`;
    if (!isOfSilence && rings(undefined)) return `${name} rings when nobody says anything`;
    if (props.treatMissingData === "ignore") return `${name} rings on when nobody says anything more`;
    const needed = numberOf(datapointsToAlarm ?? evaluationPeriods);
    if (fault.isOnce) return needed === 1 ? undefined : `${name} waits for more, when ${fault.says}`;
    const minutes = (needed * Math.max(...asked.map(({ period }) => numberOf(period ?? 60)))) / 60;
    const most = Math.min(fault.withinMinutes, statedOf(props.alarmDescription));
    if (minutes <= most) return undefined;
    return `${name} takes ${minutes} minutes to ring when ${fault.says}, and ${most} are the most`;
}

/** What an alarm's own text says of how long it takes, in minutes. */
function statedOf(text: unknown): number {
    const [, minutes] = /\bIt tells within (\d+) minutes/.exec(String(text)) ?? [];
    return Number(minutes ?? Infinity);
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
