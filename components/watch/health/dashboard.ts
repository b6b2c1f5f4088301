import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here } from "../../parts/rights.ts";
import { cache, database, jobs, poolers } from "./data-graphs.ts";
import { application, business, edge, felt, outside, users } from "./front-graphs.ts";
import type { Graph } from "./graph.ts";
import type { Hops } from "./hops.ts";

/** Of 24 columns; three graphs a hop fit a laptop's screen. */
const [width, height] = [8, 6];

/** What a request meets: what it is called on the page, what to read there, and its graphs. */
export interface Shown {
    says: pulumi.Input<string>;
    /** Of docs/runbooks/. */
    page: string;
    graphs: Graph[];
}

/** One page for an incident: users first, what the business makes of them, then each part in the order in which a request meets it, and the jobs. */
export function dashboard(parent: pulumi.Resource, name: string, hops: Hops) {
    const deployments = deploymentsOf(parent, name, hops);
    const all: [says: pulumi.Input<string>, page: string, graphs: Graph[]][] = [
        ["From outside", "uptime", outside(hops)],
        ["Users", "release", users(hops, deployments)],
        ["What users feel", "real-users", felt(hops)],
        // By the name of the log: whoever judges the page before a deployment sees by it where the numbers come from.
        [pulumi.interpolate`Business, from ${hops.logs.app.name}`, "business", business(hops)],
        ["Edge", "edge", edge(hops)],
        ["Application", "saturation", application(hops)],
        ["Poolers", "pooler", poolers(hops)],
        ["Database", "saturation", database(hops)],
        ["Cache", "saturation", cache(hops)],
        ["Jobs", "jobs", jobs(hops)],
    ];
    const shown: Shown[] = all.flatMap(([says, page, graphs]) =>
        graphs.length > 0 ? [{ says, page, graphs }] : [],
    );
    const widgets = shown.flatMap(({ says, page, graphs }, row) => {
        const y = row * (height + 1);
        const markdown = pulumi.interpolate`## ${says} · docs/runbooks/${page}.md`;
        const title = { type: "text", x: 0, y, width: 24, height: 1, properties: { markdown } };
        return [title, ...graphs.map((graph, at) => widget(hops, graph, at, y + 1))];
    });
    const dashboardBody = pulumi.jsonStringify({ widgets });
    const made = { dashboardName: hops.prefix, dashboardBody };
    const { dashboardName } = new aws.cloudwatch.Dashboard(name, made, { parent });
    return { dashboardName, shown };
}

function widget(
    hops: Hops,
    { title, lines, bounds = {}, stacked = false, region = hops.region, period = 60 }: Graph,
    at: number,
    y: number,
) {
    const horizontal = Object.entries(bounds).map(([label, value]) => ({ label, value }));
    const annotations = { horizontal };
    const yAxis = { left: { min: 0 }, right: { min: 0 } };
    const properties = { title, region, period, stacked, metrics: lines, annotations, yAxis };
    return { type: "metric", x: at * width, y, width, height, properties };
}

/** Counts what ECS says of the application's deployments: a metric marks them where users are shown. */
function deploymentsOf(parent: pulumi.Resource, name: string, hops: Hops): pulumi.Output<string> {
    const { cluster, service } = hops;
    const arn = here(hops, "ecs", pulumi.interpolate`service/${cluster.clusterName}/${service.serviceName}`);
    const eventPattern = pulumi.jsonStringify({
        ...{ source: ["aws.ecs"], "detail-type": ["ECS Deployment State Change"] },
        resources: [arn],
    });
    const description = "Marks on the dashboard: deployments of the application";
    return new aws.cloudwatch.EventRule(`${name}-deployments`, { description, eventPattern }, { parent })
        .name;
}
