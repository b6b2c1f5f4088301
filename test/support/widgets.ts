import * as aws from "@pulumi/aws";
import type { Node } from "../../policies/graph.ts";
import { hidesMetrics, whySilent, type Metric } from "../../policies/silence.ts";
import { Stack } from "../../policies/stack.ts";

interface Widget {
    type: string;
    properties: { title?: string; metrics?: unknown[][]; annotations?: { alarms?: string[] } };
}

/** What is wrong with what the dashboards of a stack show, and how many metrics were judged. */
export function judgedWidgets(nodes: readonly Node[]): { faults: string[]; metrics: number } {
    const stack = new Stack(nodes);
    const faults: string[] = [];
    let metrics = 0;
    for (const node of stack.all(aws.cloudwatch.Dashboard)) {
        const { widgets } = JSON.parse(String(node.props.dashboardBody)) as { widgets: Widget[] };
        for (const { type, properties } of widgets.filter((one) => one.type === "metric")) {
            const { shown, hidden } = rowsOf(properties.metrics ?? []);
            metrics += shown.length;
            const told = [
                ...hidden.map((expression) => `"${expression}" hides what it looks at.`),
                ...shown.map((one) => whySilent(one, { node, property: "dashboardBody" }, stack)),
            ].filter((fault) => fault !== undefined);
            const isEmpty =
                shown.length + hidden.length + (properties.annotations?.alarms ?? []).length === 0;
            if (isEmpty) told.push("It shows nothing.");
            faults.push(...told.map((fault) => `${node.name}, ${properties.title ?? type}: ${fault}`));
        }
    }
    return { faults, metrics };
}

/**
 * The metrics in the rows of a widget: "." repeats what is above it, and "..." all that is before the row's last values
 * (CloudWatch API reference, "Dashboard body structure and syntax"). Sums over other rows have no metric of their own.
 */
function rowsOf(rows: unknown[][]): { shown: Metric[]; hidden: string[] } {
    const shown: Metric[] = [];
    const hidden: string[] = [];
    let above: string[] = [];
    for (const row of rows) {
        const texts = row.filter((one) => typeof one === "string");
        const { expression } = (row.find((one) => typeof one === "object") ?? {}) as { expression?: string };
        if (expression !== undefined && hidesMetrics(expression)) hidden.push(expression);
        if (texts.length === 0 && expression !== undefined) continue;
        const whole =
            texts[0] === "..."
                ? [...above.slice(0, above.length - texts.length + 1), ...texts.slice(1)]
                : texts;
        above = whole.map((one, at) => (one === "." ? (above[at] ?? one) : one));
        shown.push(metricOf(above));
    }
    return { shown, hidden };
}

function metricOf([namespace = "", metricName = "", ...pairs]: string[]): Metric {
    const named = pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, pairs[at + 1] ?? ""]] : []));
    return { namespace, metricName, dimensions: Object.fromEntries(named) as Record<string, string> };
}
