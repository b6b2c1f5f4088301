import { compiled, type Result, type Value } from "./math.ts";
import type { Metric } from "./metric.ts";
import { BEYOND, stateAfter, type Evaluation, type Missing, type State } from "./state.ts";

type Dimensions = Record<string, string>;

interface Asked {
    namespace: string;
    metricName: string;
    dimensions?: Dimensions;
    /** Seconds. */
    period: number;
    stat: string;
}

/** What a rehearsal made of an alarm: the properties that this evaluator takes, and no other is passed over. */
export interface AlarmProps {
    name: string;
    alarmDescription: string;
    comparisonOperator: string;
    threshold: number;
    evaluationPeriods: number;
    datapointsToAlarm?: number;
    treatMissingData?: Missing;
    namespace?: string;
    metricName?: string;
    dimensions?: Dimensions;
    period?: number;
    statistic?: string;
    metricQueries?: { id: string; expression?: string; metric?: Asked; returnData?: boolean }[];
}

/** Finds what a thing emitted; nothing of what no thing of the stack is. */
export type Find = (namespace: string, metricName: string, dimensions: Dimensions) => Metric | undefined;

const COMPARISONS: Record<string, (threshold: number) => (value: number) => boolean> = {
    GreaterThanThreshold: (threshold) => (value) => value > threshold,
    GreaterThanOrEqualToThreshold: (threshold) => (value) => value >= threshold,
    LessThanThreshold: (threshold) => (value) => value < threshold,
    LessThanOrEqualToThreshold: (threshold) => (value) => value <= threshold,
};
const KNOWN = new Set([
    ...[
        "name",
        "alarmDescription",
        "comparisonOperator",
        "threshold",
        "evaluationPeriods",
        "datapointsToAlarm",
    ],
    ...["treatMissingData", "namespace", "metricName", "dimensions", "period", "statistic", "metricQueries"],
    // Of no account for the state; the replay begins after the warm-up.
    ...[
        "alarmActions",
        "okActions",
        "tags",
        "tagsAll",
        "region",
        "warmUpConfiguration",
        "arn",
        "id",
        "actionsEnabled",
    ],
    // What the provider says where nothing was said.
    ...["insufficientDataActions", "evaluateLowSampleCountPercentiles", "unit"],
]);

/** An alarm as CloudWatch evaluates it: once a minute, over periods that end then. */
export class Alarm {
    state: State = "INSUFFICIENT_DATA";
    /** Minutes from one data point to the next. */
    readonly period: number;
    readonly evaluation: Evaluation;
    private readonly value: Result;
    private readonly known = new Map<number, Value>();

    constructor(props: AlarmProps, find: Find, fillsNothing = true) {
        const stranger = Object.keys(props).find((key) => !KNOWN.has(key));
        if (stranger) throw new Error(`${props.name}: ${stranger} is nothing that this evaluator knows.`);
        const compare = COMPARISONS[props.comparisonOperator];
        if (!compare)
            throw new Error(`${props.name}: ${props.comparisonOperator} is no comparison that it knows.`);
        this.evaluation = {
            evaluationPeriods: props.evaluationPeriods,
            datapointsToAlarm: props.datapointsToAlarm ?? props.evaluationPeriods,
            treatMissingData: props.treatMissingData ?? "missing",
            breaches: compare(props.threshold),
        };
        const seconds = [props.period, ...(props.metricQueries ?? []).map(({ metric }) => metric?.period)];
        const periods = [...new Set(seconds.filter((one) => one !== undefined))];
        if (periods.length !== 1) throw new Error(`${props.name}: all metrics of an alarm have one period.`);
        this.period = periods[0]! / 60;
        this.value = props.metricQueries
            ? this.math(props.metricQueries, find, fillsNothing)
            : this.plain(props as Asked & AlarmProps, find);
    }

    /** The state after the minutes before this one. */
    evaluate(minute: number): State {
        const { evaluationPeriods } = this.evaluation;
        const points: Value[] = [];
        for (let back = evaluationPeriods + BEYOND - 1; back >= 0; back--)
            points.push(this.at(minute - back * this.period));
        this.state = stateAfter(points, this.state, this.evaluation);
        return this.state;
    }

    private at(minute: number): Value {
        if (!this.known.has(minute)) this.known.set(minute, this.value.at(minute));
        return this.known.get(minute);
    }

    private plain({ statistic = "", ...asked }: AlarmProps & Asked, find: Find): Result {
        return seriesOf({ ...asked, stat: statistic }, find);
    }

    private math(
        queries: NonNullable<AlarmProps["metricQueries"]>,
        find: Find,
        fillsNothing: boolean,
    ): Result {
        const range = this.evaluation.evaluationPeriods + BEYOND;
        const made = new Map<string, Result>();
        const get = (id: string): Result => {
            const query = queries.find((one) => one.id === id);
            if (!query) throw new Error(`${id} is no metric or expression of the alarm.`);
            const { metric, expression = "" } = query;
            const result = made.get(id) ?? (metric ? seriesOf(metric, find) : compiled(expression, named));
            made.set(id, result);
            return result;
        };
        const named = { get, period: this.period, range, fillsNothing };
        const judged = queries.filter(({ returnData }) => returnData === true);
        if (judged.length !== 1) throw new Error("An alarm looks at one of its queries.");
        return get(judged[0]!.id);
    }
}

function seriesOf({ namespace, metricName, dimensions = {}, stat, period }: Asked, find: Find): Result {
    const metric = find(namespace, metricName, dimensions);
    return { at: (minute) => metric?.at(stat, period / 60, minute), isScalar: false };
}
