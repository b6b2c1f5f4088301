import type * as aws from "@pulumi/aws";
import type { Node, PropsOf } from "./graph.ts";
import { isLeftOut } from "./references.ts";
import { firstOf, whySilent, type Metric } from "./silence.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

/** Why nothing emits what an alarm looks at; each metric that it reckons with is judged. */
export function whyDeaf(
    node: Node<PropsOf<aws.cloudwatch.MetricAlarmArgs>>,
    stack: Stack,
): string | undefined {
    const { metricQueries } = node.props;
    const queries = listOf(metricQueries);
    const narrowed = whyNarrowed(node, queries);
    if (narrowed) return narrowed;
    const hidden = queries.find(({ expression = "" }) => hidesMetrics(expression));
    if (hidden) return `${hidden.id}: "${hidden.expression}" hides what it looks at.`;
    if (queries.length > 0) {
        const metrics = queries.flatMap(({ metric }) => metric ?? []);
        if (metrics.length === 0) return "It looks at no metric.";
        const place = { node, property: "metricQueries" };
        return firstOf(metrics, (metric) => whySilent(asked(metric), place, stack));
    }
    if (!node.props.namespace || !node.props.metricName) return "It looks at no metric.";
    return whySilent(asked(node.props), { node, property: "dimensions" }, stack);
}

/**
 * What an alarm may ask of a metric beside its name: of one in another unit, of another account, or of CloudFront's anywhere
 * but in its region, there is none (API reference of MetricStat and PutMetricAlarm; CloudFront's Developer Guide).
 */
function whyNarrowed(node: Node<any>, queries: { accountId?: unknown; metric?: any }[]): string | undefined {
    const units = queries.map(({ metric }) => metric?.unit as unknown);
    if (!isLeftOut(node, "unit")) units.push(node.props.unit);
    const unit = units.find((one) => one !== undefined);
    if (unit !== undefined) return `It hears nothing that is not in ${String(unit)}.`;
    const elsewhere = queries.find(({ accountId }) => accountId !== undefined);
    if (elsewhere) return `It looks into the account ${String(elsewhere.accountId)}.`;
    const places = [node.props.namespace, ...queries.map(({ metric }) => metric?.namespace as unknown)];
    const isOfCdn = places.includes("AWS/CloudFront") && node.props.region !== "us-east-1";
    return isOfCdn ? "CloudFront's metrics are in us-east-1, and the alarm is not." : undefined;
}

/** Whether an expression finds its metrics by itself: nobody can tell which, and CloudWatch is content with none. */
export function hidesMetrics(expression: string): boolean {
    return /\b(SEARCH|SELECT)\b/i.test(expression);
}

function asked({ namespace, metricName, dimensions }: Partial<Metric>): Metric {
    return { namespace: namespace ?? "", metricName: metricName ?? "", dimensions: dimensions ?? {} };
}
