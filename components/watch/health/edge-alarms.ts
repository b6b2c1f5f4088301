import { judged, metric } from "../../parts/metric-math.ts";
import { certificateEnds } from "./alarms.ts";
import type { Hops } from "./hops.ts";
import { period, type Alarms } from "./soon.ts";

const region = "us-east-1";
/** Percent of the requests, and requests in five minutes below which they say nothing. */
const [errorPercent, minRequests] = [5, 20];

/**
 * What is wrong with the CDN: its numbers, and its certificate, are in one region, wherever users are; alarms look at their own
 * region alone.
 */
export function edgeAlarms({ cdn, certificates: { edgeCertificateArn }, edgeTopicArn }: Hops): Alarms {
    const dimensions = { DistributionId: cdn.distributionId, Region: "Global" };
    const of = (id: string, metricName: string, stat: string) =>
        metric(id, ["AWS/CloudFront", metricName], dimensions, { stat, period });
    const there = { region, alarmActions: [edgeTopicArn], okActions: [edgeTopicArn] };
    return {
        "edge-fails": {
            alarmDescription: `For 15 minutes more than ${errorPercent} % of the requests to the CDN failed, at it or behind it. docs/runbooks/edge.md`,
            metricQueries: [
                of("requests", "Requests", "Sum"),
                of("failed", "5xxErrorRate", "Average"),
                judged("judged", `IF(requests >= ${minRequests}, failed, 0)`),
            ],
            ...{ threshold: errorPercent, evaluationPeriods: 3, withinMinutes: 20, ...there },
        },
        ...(edgeCertificateArn && {
            "edge-certificate-ends": { ...certificateEnds("CDN", edgeCertificateArn), ...there },
        }),
    };
}
