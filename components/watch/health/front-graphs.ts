import type * as pulumi from "@pulumi/pulumi";
import { tasks, used, type Graph, type Line } from "./graph.ts";
import type { Hops } from "./hops.ts";

/** By version: the two groups of targets, of which one serves but while a release goes on. */
export function users({ balancer }: Hops, deployments: pulumi.Output<string>): Graph[] {
    const { loadBalancer, targetGroups } = balancer.measured;
    const all = (metricName: string, options: object): Line => {
        return ["AWS/ApplicationELB", metricName, "LoadBalancer", loadBalancer, { ...options }];
    };
    const each = (metricName: string, stat: string) =>
        Object.entries(targetGroups).map(([group, TargetGroup]): Line => {
            const options = { stat, label: `${group} ${stat}` };
            return [
                "AWS/ApplicationELB",
                metricName,
                "LoadBalancer",
                loadBalancer,
                "TargetGroup",
                TargetGroup,
                options,
            ];
        });
    const marks: Line = ["AWS/Events", "TriggeredRules", "RuleName", deployments];
    const marked: Line = [
        ...marks,
        { stat: "Sum", yAxis: "right", label: "a deployment begins, ends or fails" },
    ];
    return [
        {
            title: "Requests a minute, by version",
            lines: [...each("RequestCount", "Sum"), marked],
        },
        {
            title: "Errors a minute, by version, and of the load balancer itself",
            lines: [
                ...each("HTTPCode_Target_5XX_Count", "Sum"),
                all("HTTPCode_ELB_5XX_Count", { stat: "Sum", label: "load balancer" }),
                marked,
            ],
        },
        {
            title: "Seconds for an answer, by version",
            lines: ["p50", "p95", "p99"].flatMap((stat) => each("TargetResponseTime", stat)),
            bounds: { "p95 rolls back": 2 },
        },
    ];
}

/** Whether users can do what they come for, as one who looks from outside finds it. */
export function outside({ alarms }: Hops): Graph[] {
    const looked = (metricName: string): Line => {
        return ["CloudWatchSynthetics", metricName, "CanaryName", alarms.canaryName, { stat: "Average" }];
    };
    return [
        { title: "Looks from outside that took every step, percent", lines: [looked("SuccessPercent")] },
        { title: "Milliseconds of a look", lines: [looked("Duration")] },
    ];
}

/**
 * What a page is like in users' own browsers. The bounds are of "good" for three of four loads (web.dev, "Web Vitals"); for
 * fewer than some hundred loads a day they say little.
 */
export function felt({ users: { monitorName } }: Hops): Graph[] {
    if (monitorName === undefined) return [];
    const vital = (title: string, metricName: string, good: number): Graph => {
        const options = { stat: "p75", label: "three of four loads" };
        const lines: Line[] = [["AWS/RUM", metricName, "application_name", monitorName, options]];
        return { title, lines, bounds: { "good is below": good }, period: 3600 };
    };
    return [
        vital("Milliseconds to the largest content (LCP)", "WebVitalsLargestContentfulPaint", 2500),
        vital("Milliseconds to the answer to a click (INP)", "WebVitalsInteractionToNextPaint", 200),
        vital("How far the page jumps (CLS)", "WebVitalsCumulativeLayoutShift", 0.1),
    ];
}

/** What users get of the CDN, and what the firewall keeps from it: their numbers are in one region, wherever users are. */
export function edge({ cdn, firewall }: Hops): Graph[] {
    const all = (metricName: string, stat: string): Line => {
        const dimensions = ["DistributionId", cdn.distributionId, "Region", "Global"];
        return ["AWS/CloudFront", metricName, ...dimensions, { stat }];
    };
    const found = (metricName: string): Line => {
        const dimensions = ["WebACL", firewall.webAclName, "Rule", "ALL"];
        return ["AWS/WAFV2", metricName, ...dimensions, { stat: "Sum" }];
    };
    const graphs: Graph[] = [
        { title: "Requests a minute, files from nearby among them", lines: [all("Requests", "Sum")] },
        {
            title: "Errors, percent",
            lines: ["4xxErrorRate", "5xxErrorRate"].map((metricName) => all(metricName, "Average")),
        },
        {
            title: "Stopped by the firewall, and counted",
            lines: ["BlockedRequests", "CountedRequests"].map(found),
        },
    ];
    return graphs.map((graph) => ({ ...graph, region: "us-east-1" }));
}

/** What the business makes of it: each a number that the application itself writes to its log. */
export function business({ prefix, telemetry }: Hops): Graph[] {
    return telemetry.businessMetrics.map((name) => ({
        title: `${name}, in five minutes`,
        lines: [[`Airworthy/${prefix}`, name, { stat: "Sum" }]],
        period: 300,
    }));
}

export function application({ balancer, cluster, service }: Hops): Graph[] {
    const { loadBalancer, targetGroups } = balancer.measured;
    const healthy = Object.entries(targetGroups).map(([group, TargetGroup]): Line => {
        const dimensions = ["LoadBalancer", loadBalancer, "TargetGroup", TargetGroup];
        return ["AWS/ApplicationELB", "HealthyHostCount", ...dimensions, { stat: "Minimum", label: group }];
    });
    return [
        { title: "Healthy tasks, by version", lines: healthy, stacked: true },
        used("Processor and memory, percent", cluster, service),
        tasks(cluster, service),
    ];
}
