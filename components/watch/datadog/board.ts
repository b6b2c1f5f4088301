import { NoCounterpart } from "./no-counterpart.ts";
import { queryOf, type Scope } from "./query.ts";

/** A graph of CloudWatch's dashboard, with its dimensions filled in: namespace, name, dimensions in pairs, and options. */
export interface Graph {
    title: string;
    lines: (string | Record<string, unknown>)[][];
    bounds?: Record<string, number>;
    stacked?: boolean;
    period?: number;
}

/** What a request meets: what the page is called, where one reads what to do, and its graphs. */
export interface Hop {
    says: string;
    page: string;
    graphs: Graph[];
}

/** Of Datadog's 12 columns; three graphs a hop, as on CloudWatch's page. */
const [columns, width, height] = [12, 4, 3];

/** The page for an incident, in the order of CloudWatch's; at its end, what CloudWatch alone looks at, and why. */
export function boardOf(hops: Hop[], unmirrored: Record<string, string>, told: Scope & { prefix: string }) {
    const rows = hops.map(({ says, page, graphs }, row) => {
        const y = row * (height + 1);
        const title = note(`## ${says} · docs/runbooks/${page}.md`, { x: 0, y, width: columns, height: 1 });
        return [title, ...graphs.map((graph, at) => graphOf(graph, at, y + 1, told))];
    });
    const reasons = Object.entries(unmirrored).map(([name, reason]) => `- ${name}: ${reason}`);
    const last = { x: 0, y: hops.length * (height + 1), width: columns, height: 4 };
    return {
        title: told.prefix,
        description: "The same as CloudWatch's page of this name, 10 to 20 minutes later.",
        ...{ layout_type: "ordered" as const, reflow_type: "fixed" as const },
        widgets: [...rows.flat(), note(["CloudWatch alone looks at these:", ...reasons].join("\n"), last)],
    };
}

type Place = Record<"x" | "y" | "width" | "height", number>;

function note(content: string, layout: Place) {
    const definition = { type: "note" as const, content, background_color: "white", show_tick: false };
    return { definition, layout };
}

function graphOf(graph: Graph, at: number, y: number, told: Scope) {
    const { title, lines, bounds = {}, stacked = false, period = 60 } = graph;
    const layout = { x: at * width, y, width, height };
    const found = lines.map((line) => lineOf(line, period, told));
    const shown = found.flatMap((one) => ("query" in one ? [one] : []));
    if (shown.length === 0) {
        const [{ lacks }] = found as [{ lacks: string }];
        return note(`${title}: see CloudWatch; ${lacks}.`, layout);
    }
    const requests = shown.map(({ query, alias, isRight }) => ({
        ...{
            queries: [{ data_source: "metrics" as const, name: "a", query }],
            formulas: [{ formula: "a", alias }],
        },
        ...{ response_format: "timeseries" as const, on_right_yaxis: isRight },
        display_type: stacked ? ("area" as const) : ("line" as const),
    }));
    const markers = Object.entries(bounds).map(([label, value]) => ({
        ...{ label, value: `y = ${value}`, display_type: "error dashed" },
    }));
    const definition = { type: "timeseries" as const, title, requests, markers, show_legend: true };
    return { definition, layout };
}

function lineOf(line: Graph["lines"][number], period: number, told: Scope) {
    const options = line.filter((one) => typeof one === "object")[0] ?? {};
    const [namespace, metricName, ...pairs] = line.filter((one) => typeof one === "string");
    const dimensions: Record<string, string> = {};
    for (let at = 0; at < pairs.length; at += 2) dimensions[pairs[at]!] = pairs[at + 1]!;
    const stat = String(options.stat ?? "Average");
    const things = Object.values(dimensions).at(-1) ?? "";
    try {
        const query = queryOf(
            { namespace: namespace!, metricName: metricName!, stat, dimensions },
            told,
            period,
        );
        const alias = String(options.label ?? `${things} ${metricName} ${stat}`.trim());
        return { query, alias, isRight: options.yAxis === "right" };
    } catch (error) {
        if (error instanceof NoCounterpart) return { lacks: error.message };
        throw error;
    }
}
