import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import { whyQuiet, type Fault } from "./faults.ts";
import type { Node } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf } from "./values.ts";

const { MetricAlarm } = aws.cloudwatch;

interface Metric {
    namespace?: string;
    metricName?: string;
    dimensions?: Record<string, string>;
    period?: number;
}

/** What an alarm looks at: one metric, or those that it reckons with. */
export function metricsOf({ props }: Node<any>): Metric[] {
    const own = props.metricName === undefined ? [] : [props as Metric];
    return [...own, ...listOf(props.metricQueries).flatMap(({ metric }) => (metric as Metric) ?? [])];
}

/** The alarms on one of these metrics of a thing that metrics know by its name, or by names that begin with it. */
export function alarmsOn(
    stack: Stack,
    metricNames: string[],
    [dimension, name]: [dimension: string, name: RegExp],
): Node<any>[] {
    return (stack.all(MetricAlarm) as Node<any>[]).filter((alarm) =>
        metricsOf(alarm).some(
            ({ metricName = "", dimensions = {} }) =>
                // Only then, for most dimensions are names that are not known yet.
                metricNames.includes(metricName) && name.test(dimensions[dimension] ?? ""),
        ),
    );
}

/** Whether it looks at this metric, or reckons with it. */
export function isOn(alarm: Node<any>, metricName: string): boolean {
    return metricsOf(alarm).some((one) => one.metricName === metricName);
}

/** Whether it tells somebody. */
export function tells({ props }: Node<any>): boolean {
    return !isOff(props.actionsEnabled ?? true) && (props.alarmActions?.length ?? 0) > 0;
}

/** Why nobody hears of a fault by these alarms; nothing where one of them rings in time and tells, or where there is none. */
export function whyUnheard(alarms: Node<any>[], fault: Fault): string | undefined {
    const reasons = alarms.map(
        (one) => whyQuiet(one, fault) ?? (tells(one) ? "" : `${one.name} tells nobody`),
    );
    return reasons.includes("") ? undefined : reasons[0] && `${reasons[0]}.`;
}

/** The same of a thing that metrics know by its name: the first of these faults, by its metric, of which nobody hears. */
export function firstUnheard(
    stack: Stack,
    own: [dimension: string, name: RegExp],
    faults: Record<string, Fault>,
): string | undefined {
    const unheard = Object.entries(faults).flatMap(([metric, fault]) => {
        const alarms = alarmsOn(stack, [metric], own);
        return whyUnheard(alarms, fault) ?? (alarms.length > 0 ? [] : `Nobody hears of its ${metric}.`);
    });
    return unheard[0];
}

/** Edits every alarm on a metric; "remove" takes it out of the stack. */
export function inAlarmsOn(metricName: string, edit: Edit | "remove"): Edit {
    return inFound((_node, stack) => stack.all(MetricAlarm).filter((one) => isOn(one, metricName)), edit);
}
