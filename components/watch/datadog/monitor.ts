import { formulaOf, type Query } from "./math.ts";
import { queryOf, type Scope, type Series } from "./query.ts";
import { NoCounterpart } from "./no-counterpart.ts";

/** An alarm of CloudWatch as it was declared, with its dimensions filled in. */
export interface Alarm {
    alarmDescription: string;
    comparisonOperator: string;
    threshold: number;
    evaluationPeriods: number;
    datapointsToAlarm?: number;
    treatMissingData?: string;
    namespace?: string;
    metricName?: string;
    statistic?: string;
    period?: number;
    dimensions?: Record<string, string>;
    metricQueries?: Query[];
}

/** What all monitors of an environment have in common. */
export interface Told extends Scope {
    prefix: string;
    /** Who hears of it in Datadog; "" for nobody. */
    notify: string;
}

/** A monitor as Datadog's API takes it (API reference, "Create a monitor"). */
export interface Monitor {
    name: string;
    type: "query alert" | "composite" | "slo alert";
    query: string;
    message: string;
    tags: string[];
    priority: number;
    options: Record<string, unknown>;
}

const comparators: Record<string, string> = {
    GreaterThanThreshold: ">",
    GreaterThanOrEqualToThreshold: ">=",
    LessThanThreshold: "<",
    LessThanOrEqualToThreshold: "<=",
};
/** Seconds by which CloudWatch's numbers are late in Datadog, of a minute and of five (Datadog Docs, "Cloud Metric Delay": 10 to 12, and 15 to 20 minutes). */
const late = { minute: 900, longer: 1200 };
/** The longest that Datadog waits for a missing number, of the monitor's window (API reference, no_data_timeframe: "at least 2x"). */
const windowsMissing = 2;

/** The same fault, seen by Datadog; throws `NoCounterpart` where it can't see it. */
export function monitorOf(what: string, alarm: Alarm, told: Told): Monitor {
    const sign = comparators[alarm.comparisonOperator];
    if (sign === undefined) throw new NoCounterpart(`Datadog's monitors have no ${alarm.comparisonOperator}`);
    const { metricQueries: queries, threshold } = alarm;
    const period = queries
        ? Math.max(...queries.flatMap(({ metric }) => metric?.period ?? []))
        : alarm.period!;
    const bad = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
    const isAbove = sign.startsWith(">");
    // Below a count of requests there is no number here, and a 0 there: it must not be what rings.
    if (queries?.some(({ expression = "" }) => expression.startsWith("IF(")) && (!isAbove || threshold < 0))
        throw new NoCounterpart("it rings for a 0, and Datadog's functions have no IF that gives one");
    const over = timeOver(alarm, bad, isAbove);
    const rolled = bad > 1 || (queries && over !== "sum") ? period : undefined;
    const looked = queries ? formulaOf({ queries, ...told, rolled }) : queryOf(seriesOf(alarm), told, rolled);
    const minutes = (period * bad) / 60;
    const isMissed = alarm.treatMissingData === "breaching";
    const evaluation_delay = period > 60 ? late.longer : late.minute;
    return {
        ...{ type: "query alert", query: `${over}(last_${minutes}m):${looked} ${sign} ${threshold}` },
        ...named(what, alarm.alarmDescription, told),
        options: {
            ...{ thresholds: { critical: threshold }, evaluation_delay, include_tags: false },
            ...{ notify_audit: false, require_full_window: false, notify_no_data: isMissed },
            ...(isMissed && { no_data_timeframe: windowsMissing * Math.max(minutes, evaluation_delay / 60) }),
        },
    };
}

function seriesOf({ namespace, metricName, statistic, dimensions = {} }: Alarm): Series {
    return { namespace: namespace!, metricName: metricName!, stat: statistic!, dimensions };
}

/** Several periods in a row are bad when the best of them is; one is what it adds up to, or what it was asked for. */
function timeOver(alarm: Alarm, bad: number, isAbove: boolean): string {
    if (bad > 1) return isAbove ? "min" : "max";
    const stats = alarm.statistic
        ? [alarm.statistic]
        : alarm.metricQueries!.flatMap(({ metric }) => metric?.stat ?? []);
    if (stats.every((stat) => stat === "Sum")) return "sum";
    return isAbove ? "max" : "min";
}

/** What people read, and by what they find it. The promise of when it tells is CloudWatch's. */
export function named(what: string, text: string, { prefix, notify }: Told, priority = 3) {
    const says = text.replace(/ It tells within \d+ minutes\.$/, "");
    const sooner = `CloudWatch's alarm ${what} rings for the same, and sooner: here its numbers come 10 to 20 minutes late.`;
    return {
        name: `${prefix}-${what}`,
        message: [says, sooner, notify].filter((line) => line !== "").join("\n\n"),
        ...{ tags: [`environment:${prefix}`, `alarm:${what}`, "managed-by:pulumi"], priority },
    };
}
