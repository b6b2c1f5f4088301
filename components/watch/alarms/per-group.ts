import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { step } from "../../parts/metric-math.ts";

type Query = aws.types.input.cloudwatch.MetricAlarmMetricQuery;

/** What a load balancer and its groups of targets are called in metrics. */
export interface Measured {
    loadBalancer: pulumi.Input<string>;
    targetGroups: Record<string, pulumi.Input<string>>;
}

/** Requests in a period below which nothing is said of a group: of 20, one alone is not more than 5 percent. */
const minRequests = 20;

/**
 * Percent of the requests to one group of targets that it failed; 0 below the minimum. A task that takes a request and
 * never answers makes no error of its own: the load balancer answers in its place, counts that for itself alone
 * (HTTPCode_ELB_5XX_Count is not by group), and leaves out the time of an answer (User Guide for Application Load
 * Balancers, "CloudWatch metrics" and "Access logs", target_processing_time, read on 2026-11-23 in a stored copy). So what
 * has no time was not answered.
 */
export function percentFailed(
    measured: Measured,
    TargetGroup: pulumi.Input<string>,
    period: number,
): Query[] {
    const metric = metricsOf(measured, TargetGroup, period);
    return [
        metric("requests", "RequestCount", "Sum"),
        metric("failed", "HTTPCode_Target_5XX_Count", "Sum"),
        // Its task is gone: the load balancer answers in its place.
        metric("refused", "TargetConnectionErrorCount", "Sum"),
        metric("answered", "TargetResponseTime", "SampleCount"),
        // In a list, what has no data counts for nothing: a group without a fault, or without an answer, has no such metric.
        step("less", "-answered"),
        step("left", "SUM([requests, less])"),
        // Below 0 are answers to what was asked in the minute before.
        step("unanswered", "IF(left > 0, left, 0)"),
        // One that was refused has no answer either.
        step("lost", "MAX([refused, unanswered])"),
        judged("100 * SUM([failed, lost]) / requests"),
    ];
}

/** Seconds within which 95 percent of the requests to one group of targets were answered; 0 below the minimum. */
export function slowestSeconds(
    measured: Measured,
    TargetGroup: pulumi.Input<string>,
    period: number,
): Query[] {
    const metric = metricsOf(measured, TargetGroup, period);
    return [
        metric("requests", "RequestCount", "Sum"),
        metric("seconds", "TargetResponseTime", "p95"),
        judged("seconds"),
    ];
}

function metricsOf({ loadBalancer }: Measured, TargetGroup: pulumi.Input<string>, period: number) {
    const dimensions = { LoadBalancer: loadBalancer, TargetGroup };
    return (id: string, metricName: string, stat: string): Query => ({
        id,
        metric: { namespace: "AWS/ApplicationELB", metricName, stat, period, dimensions },
    });
}

function judged(value: string): Query {
    const expression = `IF(requests >= ${minRequests}, ${value}, 0)`;
    return { id: "judged", label: "judged", expression, returnData: true };
}
