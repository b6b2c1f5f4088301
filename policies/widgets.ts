import type { Node } from "./graph.ts";
import { referenceOf } from "./references.ts";
import { hidesMetrics } from "./deafness.ts";
import { whySilent, type Metric } from "./silence.ts";
import type { Stack } from "./stack.ts";

interface Widget {
    type: string;
    properties: { title?: string; metrics?: unknown[][]; annotations?: { alarms?: string[] } };
}

/** Why a dashboard shows what nothing emits, once its text is known: before, it is made of what it shows. */
export function whyBlank(page: Node<any>, stack: Stack): string | undefined {
    const { unknowns, links } = referenceOf(page, "dashboardBody");
    return unknowns > 0 && links.length > 0 ? undefined : judgedPage(page, stack).faults[0];
}

/** What is wrong with what a dashboard shows, and how many metrics were judged. */
export function judgedPage(page: Node<any>, stack: Stack): { faults: string[]; metrics: number } {
    const { widgets } = JSON.parse(String(page.props.dashboardBody)) as { widgets: Widget[] };
    const judged = widgets
        .filter(({ type }) => type === "metric")
        .map(({ type, properties }) => {
            const { shown, hidden } = rowsOf(properties.metrics ?? []);
            const count = shown.length + hidden.length + (properties.annotations?.alarms ?? []).length;
            const told = [
                ...hidden.map((expression) => `"${expression}" hides what it looks at.`),
                ...shown.flatMap((one) => {
                    return whySilent(one, { node: page, property: "dashboardBody" }, stack) ?? [];
                }),
                ...(count === 0 ? ["It shows nothing."] : []),
            ];
            const where = `${page.name}, ${properties.title ?? type}`;
            return { faults: told.map((fault) => `${where}: ${fault}`), metrics: shown.length };
        });
    return {
        faults: judged.flatMap(({ faults }) => faults),
        metrics: judged.reduce((sum, { metrics }) => sum + metrics, 0),
    };
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
