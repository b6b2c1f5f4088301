import * as pulumi from "@pulumi/pulumi";
import { monitorOf, type Alarm } from "./monitor.ts";
import { NoCounterpart } from "./no-counterpart.ts";

/** An alarm of CloudWatch, as the program asks for it. */
export interface Declared {
    /** Of the resource, in Pulumi's words. */
    type: string;
    name: string;
    props: Record<string, unknown>;
}

/** Alarms by what Datadog can do about them. */
export interface Sorted {
    /** One metric, or several in a formula. */
    plain: Declared[];
    /** Several alarms at once. */
    combined: Declared[];
    /** What CloudWatch alone looks at, and why. */
    unmirrored: Record<string, string>;
}

interface Known {
    /** The topics that tell people. */
    topics: readonly unknown[];
    /** Alarms that an objective's monitors stand for, parts and wholes. */
    promised: ReadonlySet<string>;
}

const composite = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const looked: readonly string[] = [
    ...["alarmDescription", "comparisonOperator", "datapointsToAlarm", "dimensions", "evaluationPeriods"],
    ...["metricName", "metricQueries", "namespace", "period", "statistic", "threshold", "treatMissingData"],
];

/** Sorts them by what is known before anything is made, so that a preview already says what Datadog won't see. */
export function sort(declared: readonly Declared[], { topics, promised }: Known): Sorted {
    const sorted: Sorted = { plain: [], combined: [], unmirrored: {} };
    for (const alarm of declared) {
        const { type, name, props } = alarm;
        if (promised.has(name)) continue;
        const actions = props.alarmActions as unknown[] | undefined;
        if (!actions?.some((action) => topics.includes(action)))
            sorted.unmirrored[name] = "it tells nobody: it starts and ends tasks";
        else if (type !== composite) sortPlain(alarm, sorted);
        else if (props.alarmRule === "FALSE")
            sorted.unmirrored[name] = "it rings by hand alone, to try the way to people";
        else sorted.combined.push(alarm);
    }
    return sorted;
}

function sortPlain(alarm: Declared, sorted: Sorted): void {
    try {
        monitorOf(alarm.name, known(pickedOf(alarm)) as Alarm, { accountId: "", prefix: "", notify: "" });
        sorted.plain.push(alarm);
    } catch (error) {
        if (!(error instanceof NoCounterpart)) throw error;
        sorted.unmirrored[alarm.name] = error.message;
    }
}

/** What it looks at, filled in once that is known. */
export function filledIn(alarm: Declared): pulumi.Output<Alarm> {
    return pulumi.output(pickedOf(alarm)) as pulumi.Output<unknown> as pulumi.Output<Alarm>;
}

function pickedOf({ props }: Declared): Record<string, unknown> {
    return Object.fromEntries(Object.entries(props).filter(([key]) => looked.includes(key)));
}

/** What is known before anything is made; a text in the place of what is not. */
export function known(value: unknown): unknown {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) return "later";
    if (Array.isArray(value)) return value.map(known);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, known(one)]));
}
