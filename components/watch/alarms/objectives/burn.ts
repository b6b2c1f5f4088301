import type * as pulumi from "@pulumi/pulumi";
import { judged, metric, type Query } from "../../../parts/metric-math.ts";

/** What a load balancer and its groups of targets are called in metrics. */
export interface Measured {
    loadBalancer: pulumi.Input<string>;
    targetGroups: Record<string, pulumi.Input<string>>;
}

interface Objective {
    /** How a request has to be. */
    says: string;
    /** Percent of a month's requests that need not be so. */
    budgetPercent: number;
    /** Percent of the requests in so many seconds that were not so; 0 below a number of them. */
    missed(measured: Measured, seconds: number, least: number): Query[];
}

/**
 * Criterion OBS-12. The load balancer measures until an answer begins, and knows no pages: for an API that is the whole
 * answer, for a page its first byte. How long a page takes until it is there, browsers tell.
 */
export const objectives: Record<string, Objective> = {
    available: { says: "answered without a fault", budgetPercent: 0.1, missed: failed },
    quick: { says: "begun to answer within 100 ms", budgetPercent: 5, missed: slowerThan(0.1) },
    "first-byte": { says: "begun to answer within 200 ms", budgetPercent: 1, missed: slowerThan(0.2) },
};

/**
 * How many times faster than in a month the budget goes. At 14.4 an hour takes a fiftieth of it, at 6 a quarter of a day takes
 * a twentieth (Google, The Site Reliability Workbook, "Alerting on SLOs").
 */
export const burns = {
    fast: { rate: 14.4, withinMinutes: 60 },
    slow: { rate: 6, withinMinutes: 360 },
};

/**
 * Seconds, and the requests below which they say nothing. The long window says that it matters: of 117 requests a day one
 * alone would be a fifth of an hour's. The short one says that it goes on, and one is enough.
 */
export const windows: Record<"fast" | "slow", [seconds: number, least: number][]> = {
    fast: [
        [3600, 20],
        [300, 1],
    ],
    slow: [
        [21_600, 20],
        [1800, 1],
    ],
};

function failed({ loadBalancer: LoadBalancer }: Measured, period: number, least: number): Query[] {
    const count = (id: string, metricName: string) =>
        metric(id, ["AWS/ApplicationELB", metricName], { LoadBalancer }, { stat: "Sum", period });
    return [
        count("requests", "RequestCount"),
        count("failed", "HTTPCode_Target_5XX_Count"),
        // It counts as a request only what reached a task.
        count("unserved", "HTTPCode_ELB_5XX_Count"),
        judged(
            "missed",
            `IF(SUM([failed, unserved]) >= ${least}, 100 * SUM([failed, unserved]) / SUM([requests, unserved]), 0)`,
        ),
    ];
}

function slowerThan(seconds: number) {
    return ({ loadBalancer: LoadBalancer }: Measured, period: number, least: number): Query[] => {
        const of = (id: string, metricName: string, stat: string) =>
            metric(id, ["AWS/ApplicationELB", metricName], { LoadBalancer }, { stat, period });
        return [
            of("requests", "RequestCount", "Sum"),
            // Percent of them that took no longer (CloudWatch User Guide, "CloudWatch statistics definitions").
            of("within", "TargetResponseTime", `PR(:${seconds})`),
            judged("missed", `IF(requests >= ${least}, 100 - within, 0)`),
        ];
    };
}
