import * as aws from "@pulumi/aws";
import { dimensions } from "./dimensions.ts";
import { inEvery, leaveOutWidgets } from "./edits.ts";
import { CannotTell, tokenOf, type Node } from "./graph.ts";
import { namesBy } from "./named.ts";
import { referenceOf } from "./references.ts";
import { hasUsers } from "./releases.ts";
import type { Edit } from "./rule.ts";
import type { Metric } from "./silence.ts";
import type { Stack } from "./stack.ts";
import { seenOn } from "./widgets.ts";

const { Dashboard } = aws.cloudwatch;

/** What whoever is on call asks of a hop, and the metrics that answer: one is enough. */
type Asked = Record<string, string[]>;

interface Hop {
    /** What it is called in metrics. */
    dimension: string;
    asked: Asked;
    /** Of several one is enough: which of them users wait for nobody can tell. */
    nodes: Node<any>[];
}

const traffic = { requests: ["RequestCount"], latency: ["TargetResponseTime"] };
const errors = { errors: ["HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"] };
const health = { "healthy tasks": ["HealthyHostCount", "UnHealthyHostCount"] };
const saturation: Asked = {
    processor: ["CPUUtilization", "CpuUtilized"],
    memory: ["MemoryUtilization", "MemoryUtilized"],
};

/** What a request meets, from the edge to the data. */
function hopsOf(balancer: Node<any>, stack: Stack): Hop[] {
    const services = (stack.all(aws.ecs.Service) as Node<any>[]).filter(({ props }) => hasUsers(props));
    const isSource = ({ props }: Node<any>) => !props.replicateSourceDb;
    const { loadBalancerType: type = "application" } = balancer.props as { loadBalancerType?: string };
    const ofRequests = { ...traffic, ...errors, ...(services.length > 0 && health) };
    const all: Hop[] = [
        {
            dimension: "DistributionId",
            asked: { requests: ["Requests"], errors: ["5xxErrorRate"] },
            nodes: stack.all(aws.cloudfront.Distribution),
        },
        // One that knows no requests has numbers of other names.
        { dimension: "LoadBalancer", asked: type === "application" ? ofRequests : {}, nodes: [balancer] },
        ...services.map((one) => ({ dimension: "ServiceName", asked: saturation, nodes: [one] })),
        {
            dimension: "DBInstanceIdentifier",
            asked: { connections: ["DatabaseConnections"], processor: ["CPUUtilization"] },
            nodes: (stack.all(aws.rds.Instance) as Node<any>[]).filter(isSource),
        },
        {
            dimension: "CacheClusterId",
            asked: { memory: ["DatabaseMemoryUsagePercentage", "BytesUsedForCache", "FreeableMemory"] },
            nodes: stack.all(aws.elasticache.ReplicationGroup),
        },
    ];
    return all.filter(({ nodes }) => nodes.length > 0);
}

/** What no dashboard shows of what a request meets that comes through a load balancer. */
export function unseenOf(balancer: Node<any>, stack: Stack): string | undefined {
    const pages = stack.all(Dashboard) as Node<any>[];
    const known = pages.filter((page) => referenceOf(page, "dashboardBody").unknowns === 0);
    const seen = known.flatMap(seenOn);
    const others = pages.filter((page) => !known.includes(page));
    for (const { dimension, asked, nodes } of hopsOf(balancer, stack)) {
        if (nodes.some((one) => others.some((page) => isMadeOf(page, one, dimension)))) continue;
        const unnamed = new Set<string>();
        const shown = nodes.map((one) => seen.filter((metric) => isOf(metric, one, dimension, unnamed)));
        const wanted: Asked = { ...asked, "any number": [] };
        const missing = Object.entries(wanted).find(
            ([, names]) =>
                !shown.some((all) =>
                    all.some(({ metricName }) => names.length === 0 || names.includes(metricName)),
                ),
        );
        if (missing && unnamed.size > 0 && seen.length > 0) throw new CannotTell([...unnamed].join());
        if (missing)
            return `No dashboard shows ${missing[0]} of ${nodes.map(({ name }) => name).join(" or ")}.`;
    }
    return undefined;
}

/** Whether a page whose text is not known yet may show a resource: it comes from that, or its name is known before. */
function isMadeOf(page: Node, one: Node, dimension: string): boolean {
    const { links } = referenceOf(page, "dashboardBody");
    if (links.some(({ urn }) => urn === one.urn)) return true;
    const { by, before } = dimensions[dimension]!;
    return [by, before?.by].some((property) => property && referenceOf(one, property).texts.length > 0);
}

/** Whether a metric is one of a resource; what it is called by is told where that is not known yet. */
function isOf(metric: Metric, one: Node, dimension: string, unnamed: Set<string>): boolean {
    const { by, before } = dimensions[dimension]!;
    const value = metric.dimensions[dimension];
    if (value === undefined) return false;
    const { texts, unknowns } = referenceOf(one, by);
    if (texts.flatMap(namesBy[by] ?? String).includes(value)) return true;
    if (unknowns > 0) unnamed.add(by);
    return before !== undefined && referenceOf(one, before.by).texts.includes(before.of(value));
}

/** Takes the widgets of some metrics from every dashboard; of a text that is not known yet, what they are made of. */
export function withoutWidgets(...metrics: string[]): Edit {
    return inEvery(Dashboard, ({ props, propertyDependencies: links }) => {
        for (const one of metrics) leaveOutWidgets(props, `"${one}"`);
        const token = tokenOf(aws.lb.LoadBalancer);
        links.dashboardBody = (links.dashboardBody ?? []).filter(({ type }) => type !== token);
    });
}
