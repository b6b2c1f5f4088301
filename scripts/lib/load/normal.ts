import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { serviceOf } from "../release/standing.ts";
import type { Place } from "../release/place.ts";
import { utc } from "../table.ts";
import { runsOf } from "./evidence.ts";
import { shown } from "./judge.ts";

/** Users a second, and who says so. */
export interface Normal {
    rate: number;
    source: string;
}

/** Two weeks have each weekday twice. */
const DAYS = 14;
const HOUR = 3_600_000;
/** Users a second of a site that has fewer: 900 in a soak, so that its p95 is of thousands of requests. */
const FLOOR = 1;

/**
 * What the load balancer was asked in the busiest hour of two weeks, in users: each makes `requests`. The hours in which
 * this command asked are left out, or each launch test would be ten times the last one.
 */
export async function normalRate(
    cloud: Cloud,
    { place, bucket, stack }: { place: Place; bucket: string; stack: string },
    requests: number,
    now = new Date(),
): Promise<Normal> {
    const LoadBalancer = await balancerOf(cloud, place);
    const question = new GetMetricStatisticsCommand({
        ...{ Namespace: "AWS/ApplicationELB", MetricName: "RequestCount", Statistics: ["Sum"], Period: 3600 },
        Dimensions: [{ Name: "LoadBalancer", Value: LoadBalancer }],
        ...{ StartTime: new Date(now.getTime() - DAYS * 24 * HOUR), EndTime: now },
    });
    const { Datapoints = [] } = await asked("cloudwatch:GetMetricStatistics", cloud.alarms().send(question));
    const own = (await runsOf(cloud, bucket, DAYS + 1, now)).map(({ evidence }) => evidence);
    const users = Datapoints.filter(({ Timestamp }) => {
        const from = Timestamp?.getTime() ?? 0;
        return !own.some((one) => Date.parse(one.begunAt) < from + HOUR && Date.parse(one.endedAt) > from);
    });
    const [busiest] = users.sort((a, b) => (b.Sum ?? 0) - (a.Sum ?? 0));
    const aSecond = (busiest?.Sum ?? 0) / 3600;
    const rate = aSecond / requests;
    const measured = busiest?.Timestamp
        ? `${shown(aSecond)} requests a second in the busiest hour of ${stack}'s last ${DAYS} days (${utc(busiest.Timestamp)}), ${requests} a user`
        : `no requests to ${stack} in ${DAYS} days`;
    return rate >= FLOOR
        ? { rate, source: measured }
        : { rate: FLOOR, source: `the least that is tried, for there were ${measured}` };
}

/** What CloudWatch knows a load balancer by is in the ARN of its rules: …:listener-rule/app/<name>/<id>/<listener>/<rule>. */
async function balancerOf(cloud: Cloud, place: Place): Promise<string> {
    const { loadBalancers } = await serviceOf(cloud, place);
    const rule = loadBalancers?.[0]?.advancedConfiguration?.productionListenerRule ?? "";
    const [, name] = /:listener-rule\/(app\/[^/]+\/[^/]+)\//.exec(rule) ?? [];
    if (name !== undefined) return name;
    throw new Refusal(
        `The service ${place.service} names no rule of a load balancer, so nobody knows how much is normal; use --normal-rate.`,
    );
}
