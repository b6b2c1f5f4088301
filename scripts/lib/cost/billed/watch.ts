import type { Properties } from "../../../../rehearsal/values.ts";
import { fixed, used, type Bill } from "../charge.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { ASSUMED, type Usage } from "../usage.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** An alarm is billed by the metrics that it reads, and a metric that no service of AWS's sends is billed once, too. */
const alarm: Bill = (node, graph) => {
    const read = metricsOf(node);
    const isFast = read.some(({ period }) => period !== undefined && period < 60);
    const own = read.filter((one) => isOwn(one) && isFirst(one, node, graph));
    const expressions = list(node.inputs.metricQueries).map((query) => text(map(query).expression) ?? "");
    // A band of what is expected is two metrics more (the page of its prices); what a query finds, only AWS can count.
    const bands = expressions.filter((one) => one.includes("ANOMALY_DETECTION_BAND")).length;
    const isQuery = expressions.some((one) => /^\s*SELECT\b/i.test(one));
    const metrics = read.length + 2 * bands;
    return [
        fixed(
            isQuery ? "the metrics of a query" : `${metrics} metrics`,
            isQuery ? undefined : metrics,
            isFast ? "alarm-metric-fast-month" : "alarm-metric-month",
        ),
        ...(own.length > 0 ? [fixed(`${own.length} of our own`, own.length, "custom-metric-month")] : []),
    ];
};

interface Read {
    key: string;
    name: string | undefined;
    namespace: string;
    period: number | undefined;
}

/** What an alarm reads, by itself or in a formula. */
function metricsOf({ inputs }: Node): Read[] {
    const inFormula = list(inputs.metricQueries)
        .map((query) => map(map(query).metric))
        .filter((metric) => metric.metricName !== undefined);
    const all = inputs.metricName === undefined ? inFormula : [inputs];
    return all.map((metric) => ({
        key: JSON.stringify([metric.namespace, metric.metricName, metric.dimensions ?? {}]),
        name: text(metric.metricName),
        namespace: text(metric.namespace) ?? "",
        period: number(metric.period),
    }));
}

/** What no service of AWS's sends. Those of Container Insights are billed with their cluster. */
function isOwn({ namespace }: Read): boolean {
    return !namespace.startsWith("AWS/") && namespace !== "ECS/ContainerInsights";
}

/** What a filter counts in a log is a metric, billed once: here where no alarm reads it. */
const filter: Bill = ({ inputs }, graph) => {
    const counted = map(inputs.metricTransformation);
    const isRead = graph
        .of(ALARM)
        .some((alarm) => metricsOf(alarm).some(({ name }) => name === counted.name));
    const dimensions = Object.keys(map(counted.dimensions)).length;
    return [
        fixed("the filter", 1, "free"),
        ...(isRead
            ? []
            : [fixed("the metric that it counts", dimensions > 0 ? undefined : 1, "custom-metric-month")]),
    ];
};

function isFirst({ key }: Read, node: Node, graph: Graph): boolean {
    const readers = graph.of(ALARM).filter((one) => metricsOf(one).some((read) => read.key === key));
    return readers[0] === node;
}

const logGroup: Bill = (node, graph, usage) => {
    const gb = ingested(node, graph, usage);
    // 0 is for ever, as is nothing: counted as ten years.
    const months = (number(node.inputs.retentionInDays) || 3650) / 30;
    const kind = (text(node.inputs.logGroupClass) ?? "STANDARD").toLowerCase().replace("standard", "logs");
    return [
        used("GB taken in", gb, `${kind}-ingested-gb`),
        used(
            `GB of ${Math.round(months * 30)} days`,
            gb * ASSUMED.compressed * months,
            "logs-stored-gb-month",
        ),
    ];
};

function ingested(node: Node, graph: Graph, usage: Usage): number {
    if (graph.using("aws:ec2/flowLog:FlowLog", "logDestination", node).length > 0) return usage.flowLogGb;
    return isOfUsers(node, graph) ? usage.logGb + ASSUMED.quietLogGb : ASSUMED.quietLogGb;
}

/** Whether what answers users writes to it: tasks behind a load balancer. */
function isOfUsers(node: Node, graph: Graph): boolean {
    const name = text(node.inputs.name);
    return graph
        .of("aws:ecs/service:Service")
        .filter(({ inputs }) => list(inputs.loadBalancers).length > 0)
        .flatMap((service) => service.from("taskDefinition"))
        .some((task) => text(task.inputs.containerDefinitions)?.includes(`"${name}"`) || wrote(task, node));
}

function wrote(task: Node, group: Node): boolean {
    return task.from("containerDefinitions").includes(group);
}

/** RUM is billed by the events that browsers send: so many of each page load that is measured. */
const resource: Bill = ({ inputs }, _graph, usage) => {
    if (inputs.typeName !== "AWS::RUM::AppMonitor")
        return [fixed(text(inputs.typeName) ?? "the resource itself", 1, "not in the table")];
    const state = JSON.parse(text(inputs.desiredState) ?? "{}") as Properties;
    const share = number(map(state.AppMonitorConfiguration).SessionSampleRate) ?? 0.1;
    const loads = (usage.requests / ASSUMED.requestsPerLoad) * share;
    return [used("events", (loads * ASSUMED.eventsPerLoad) / 1e5, "rum-events-100k")];
};

/** What watches. */
export const watch: Record<string, Bill> = {
    [ALARM]: alarm,
    "aws:cloudcontrol/resource:Resource": resource,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": () => [fixed("1 alarm", 1, "alarm-composite-month")],
    "aws:cloudwatch/dashboard:Dashboard": () => [fixed("1 dashboard", 1, "dashboard-month")],
    "aws:cloudwatch/logGroup:LogGroup": logGroup,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": filter,
};
