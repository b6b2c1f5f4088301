import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export type Query = aws.types.input.cloudwatch.MetricAlarmMetricQuery;
export type Named = Record<string, pulumi.Input<string>>;

/** A service whose tasks run, in the words of ECS's metrics. */
export type Tasks = Record<"ClusterName" | "ServiceName", pulumi.Input<string>>;

/** What a query asks of a metric: its statistic, and over how many seconds. */
export interface Asked {
    stat: string;
    period: number;
}

/** A metric that others in the same alarm reckon with. */
export function metric(
    id: string,
    [namespace, metricName]: [namespace: string, metricName: string],
    dimensions: Named,
    { stat, period }: Asked,
): Query {
    return { id, returnData: false, metric: { namespace, metricName, stat, period, dimensions } };
}

export function step(id: string, expression: string): Query {
    return { id, expression, returnData: false };
}

/** What the alarm looks at. */
export function judged(id: string, expression: string): Query {
    return { id, label: id, expression, returnData: true };
}

export function ofTasks(which: "Running" | "Desired", tasks: Tasks, period: number): Query {
    const counted: [string, string] = ["ECS/ContainerInsights", `${which}TaskCount`];
    return metric(which.toLowerCase(), counted, { ...tasks }, { stat: "Average", period });
}

/** Tasks that should run and don't. */
export function missingTasks(tasks: Tasks, period: number): Query[] {
    const counts = (["Running", "Desired"] as const).map((which) => ofTasks(which, tasks, period));
    return [...counts, judged("missing", "desired - running")];
}
