import type * as pulumi from "@pulumi/pulumi";
import type { Hops } from "./hops.ts";

type Value = pulumi.Input<string | Record<string, unknown>>;
/** Namespace, name, dimensions in pairs, and options. */
export type Line = Value[];

export interface Graph {
    title: string;
    lines: Line[];
    /** Lines to stay below, by what they mean. */
    bounds?: Record<string, number>;
    stacked?: boolean;
    /** Where its numbers are. @default the environment's region */
    region?: string;
    /** Seconds that one point stands for. @default 60 */
    period?: number;
}

type Service = Hops["pooler"];

/** What a service's tasks use of what they have. */
export function used(title: string, { clusterName }: Hops["cluster"], { serviceName }: Service): Graph {
    const lines = ["CPUUtilization", "MemoryUtilization"].map((metricName): Line => {
        return [
            "AWS/ECS",
            metricName,
            "ClusterName",
            clusterName,
            "ServiceName",
            serviceName,
            { stat: "Average" },
        ];
    });
    return { title, lines };
}

export function tasks({ clusterName }: Hops["cluster"], { serviceName }: Service): Graph {
    const lines = ["RunningTaskCount", "DesiredTaskCount"].map((metricName): Line => {
        const dimensions = ["ClusterName", clusterName, "ServiceName", serviceName];
        return ["ECS/ContainerInsights", metricName, ...dimensions, { stat: "Average" }];
    });
    return { title: "Tasks that run, and that should", lines };
}
