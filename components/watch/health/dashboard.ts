import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here } from "../../parts/rights.ts";
import { cache, database, jobs, poolers } from "./data-graphs.ts";
import { application, edge, outside, users } from "./front-graphs.ts";
import type { Graph } from "./graph.ts";
import type { Hops } from "./hops.ts";

/** Of 24 columns; three graphs a hop fit a laptop's screen. */
const [width, height] = [8, 6];

/** One page for an incident: users first, then each part in the order in which a request meets it, and the jobs. */
export function dashboard(parent: pulumi.Resource, name: string, hops: Hops): pulumi.Output<string> {
    const deployments = deploymentsOf(parent, name, hops);
    const hopsShown: [says: string, page: string, graphs: Graph[]][] = [
        ["From outside", "uptime", outside(hops)],
        ["Users", "release", users(hops, deployments)],
        ["Edge", "edge", edge(hops)],
        ["Application", "saturation", application(hops)],
        ["Poolers", "pooler", poolers(hops)],
        ["Database", "saturation", database(hops)],
        ["Cache", "saturation", cache(hops)],
        ["Jobs", "jobs", jobs(hops)],
    ];
    const widgets = hopsShown.flatMap(([says, page, graphs], row) => {
        const y = row * (height + 1);
        const markdown = `## ${says} · docs/runbooks/${page}.md`;
        const title = { type: "text", x: 0, y, width: 24, height: 1, properties: { markdown } };
        return [title, ...graphs.map((graph, at) => widget(hops, graph, at, y + 1))];
    });
    const dashboardBody = pulumi.jsonStringify({ widgets });
    return new aws.cloudwatch.Dashboard(name, { dashboardName: hops.prefix, dashboardBody }, { parent })
        .dashboardName;
}

function widget(
    hops: Hops,
    { title, lines, bounds = {}, stacked = false, region = hops.region }: Graph,
    at: number,
    y: number,
) {
    const horizontal = Object.entries(bounds).map(([label, value]) => ({ label, value }));
    const annotations = { horizontal };
    const yAxis = { left: { min: 0 }, right: { min: 0 } };
    const properties = { title, region, period: 60, stacked, metrics: lines, annotations, yAxis };
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
