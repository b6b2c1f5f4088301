import * as aws from "@pulumi/aws";
import { hidesMetrics } from "./deafness.ts";
import { dimensions } from "./dimensions.ts";
import { add } from "./edits.ts";
import { CannotTell, type Node, type ResourceClass } from "./graph.ts";
import { linesOf, seenOf, whyEmpty, type Line } from "./lines.ts";
import { referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import { whySilent, type Metric } from "./silence.ts";
import type { Stack } from "./stack.ts";

const { CompositeAlarm, Dashboard, LogGroup, MetricAlarm } = aws.cloudwatch;

interface Properties extends Pick<Line, "stat" | "region" | "accountId"> {
    title?: string;
    metrics?: unknown[][];
    annotations?: { alarms?: string[] };
    /** Of a widget of alarms. */
    alarms?: string[];
    /** Of a widget of logs. */
    query?: string;
    /** Of a widget that a function draws. */
    endpoint?: string;
}

interface Widget {
    type: string;
    properties: Properties;
}

/** Why a dashboard shows what nothing emits, once its text is known: before, it is made of what it shows. */
export function whyBlank(page: Node<any>, stack: Stack): string | undefined {
    const { unknowns, links } = referenceOf(page, "dashboardBody");
    return unknowns > 0 && links.length > 0 ? undefined : judgedPage(page, stack).faults[0];
}

/** What is wrong with what a dashboard shows, and how many metrics were judged. */
export function judgedPage(page: Node<any>, stack: Stack): { faults: string[]; metrics: number } {
    const judged = widgetsOf(page).map(({ type, properties }) => {
        const lines = type === "metric" ? linesIn(properties) : [];
        const faults = [
            ...lines.flatMap((line) => whyBlankLine(line, lines, page, stack) ?? []),
            ...(whyNothing({ type, properties }, lines, stack) ?? []),
        ];
        const where = `${page.name}, ${properties.title ?? type}`;
        const metrics = lines.filter(({ metric }) => metric !== undefined).length;
        return { faults: faults.map((fault) => `${where}: ${fault}`), metrics };
    });
    return {
        faults: judged.flatMap(({ faults }) => faults),
        metrics: judged.reduce((sum, { metrics }) => sum + metrics, 0),
    };
}

/** The metrics that people see on a dashboard whose text is known. */
export function seenOn(page: Node<any>): Metric[] {
    const graphs = widgetsOf(page).filter(({ type }) => type === "metric");
    return graphs.flatMap(({ properties }) =>
        seenOf(linesIn(properties)).flatMap(({ metric }) => metric ?? []),
    );
}

function widgetsOf({ props }: Node<any>): Widget[] {
    return (JSON.parse(String(props.dashboardBody)) as { widgets: Widget[] }).widgets;
}

/** With what the widget says for all of them. */
function linesIn({ metrics = [], stat, region, accountId }: Properties): Line[] {
    const said = Object.entries({ stat, region, accountId }).filter(([, value]) => value !== undefined);
    return linesOf(metrics).map((line) => ({ ...Object.fromEntries(said), ...line }));
}

function whyBlankLine(line: Line, lines: Line[], page: Node<any>, stack: Stack): string | undefined {
    const { expression, metric, region } = line;
    if (expression !== undefined && hidesMetrics(expression))
        return `"${expression}" hides what it looks at.`;
    const empty = whyEmpty(line, lines);
    if (empty || !metric) return empty;
    const silent = whySilent(metric, { node: page, property: "dashboardBody" }, stack);
    if (silent || region === undefined) return silent;
    const places = placesOf(metric, stack);
    return places.length === 0 || places.includes(region)
        ? undefined
        : `${metric.namespace} ${metric.metricName} is in ${places.join(" or ")}, and not in ${region}.`;
}

/** The regions in which a metric may be, as far as they are known: CloudFront's are in one (its Developer Guide). */
function placesOf({ namespace, dimensions: by }: Metric, stack: Stack): string[] {
    if (namespace === "AWS/CloudFront") return ["us-east-1"];
    const named = Object.keys(by).flatMap((one) => dimensions[one]?.types ?? []);
    // What our own code emits, or an application, comes by a log.
    const types = named.length > 0 ? named : [LogGroup];
    const all = types.flatMap((type) => stack.all(type) as Node[]);
    return [...new Set(all.flatMap((one) => referenceOf(one, "region").texts))];
}

/** Why a widget shows nothing that there is, whatever its lines are. */
function whyNothing({ type, properties }: Widget, lines: Line[], stack: Stack): string[] | undefined {
    const { annotations, alarms = [], query = "", endpoint = "" } = properties;
    if (type === "explorer") return ["It hides what it looks at."];
    if (type === "custom") return whyMissing([endpoint], [aws.lambda.Function], stack);
    if (type === "alarm") return whyMissing(alarms, [MetricAlarm, CompositeAlarm], stack);
    if (type === "log") {
        const groups = [...query.matchAll(/\bSOURCE\s+['"]([^'"]+)/gi)].map(([, name]) => name!);
        return whyMissing(
            groups.filter((name) => !ofAws.test(name)),
            [LogGroup],
            stack,
        );
    }
    if (type !== "metric") return undefined;
    const marked = annotations?.alarms ?? [];
    if (seenOf(lines).length + marked.length === 0) return ["It shows nothing."];
    return whyMissing(marked, [MetricAlarm, CompositeAlarm], stack);
}

/** Logs that AWS's services begin by themselves. */
const ofAws = /(^|:)(\/aws\/|RDSOSMetrics)/;

/** Those of the names, or ARNs, that nothing of these types has. */
function whyMissing(wanted: string[], types: ResourceClass[], stack: Stack): string[] {
    const all = types.flatMap((type) => stack.all(type) as Node[]);
    const known = all.map((one) => referenceOf(one, "alarmName" in one.props ? "alarmName" : "name"));
    const names = known.flatMap(({ texts }) => texts);
    const missing = wanted.filter((one) => !names.some((name) => `:${one}:`.includes(`:${name}:`)));
    if (missing.length > 0 && known.some(({ unknowns }) => unknowns > 0)) throw new CannotTell("name");
    return missing.map((one) => `"${one}" is nothing of this stack.`);
}

/** Puts another page beside a dashboard, with one widget: of the page itself a plan does not know the text. */
export function besideIt(type: string, properties: object): Edit {
    const dashboardBody = JSON.stringify({ widgets: [{ type, properties }] });
    return add(Dashboard, () => ({ dashboardName: "beside", dashboardBody }));
}
