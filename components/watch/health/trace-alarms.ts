import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { judged, metric, step } from "../../parts/metric-math.ts";
import type { Hops } from "./hops.ts";
import type { Alarms } from "./soon.ts";

/** Seconds. */
const hour = 3600;
/** Traces that should have come before one is missed: that of so many none was chosen happens once in a million hours. */
const expected = 14;
/** The longest name of a group (API reference of X-Ray, CreateGroup); its end says which environment it is. */
const longest = 32;

/**
 * That requests come and their traces don't: whoever looks for one finds that out in an incident. X-Ray counts the traces
 * of a group, minute by minute, for CloudWatch (Developer Guide, "Configuring groups"; read 2026-11-23).
 */
export function traceAlarms(
    parent: pulumi.Resource,
    name: string,
    args: Pick<Hops, "prefix" | "samplePercent" | "balancer">,
): Alarms {
    const { prefix, samplePercent } = args;
    const { loadBalancer: LoadBalancer, targetGroups } = args.balancer.measured;
    const { groupName: GroupName } = new aws.xray.Group(
        `${name}-traces`,
        { groupName: prefix.slice(-longest), filterExpression: `service("${prefix}")` },
        { parent },
    );
    const asked = { stat: "Sum", period: hour };
    const requests = Object.entries(targetGroups).map(([group, TargetGroup]) =>
        metric(group, ["AWS/ApplicationELB", "RequestCount"], { LoadBalancer, TargetGroup }, asked),
    );
    const threshold = Math.ceil((100 * expected) / samplePercent);
    const groups = Object.keys(targetGroups).join(", ");
    return {
        "traces-missing": {
            alarmDescription: `For two hours requests came, more than ${threshold} in each, and no trace of one reached X-Ray: nobody could see where the time of a slow one goes. docs/runbooks/tracing.md`,
            metricQueries: [
                ...requests,
                metric("traces", ["AWS/X-Ray", "ApproximateTraceCount"], { GroupName }, asked),
                // In a list, what has no data counts for nothing: so do traces that nobody sent. Any trace outweighs all requests.
                step("less", "-1000000000 * traces"),
                judged("untraced", `SUM([${groups}, less])`),
            ],
            // X-Ray's numbers may be late: one of the two hours is over by then.
            ...{ threshold, evaluationPeriods: 2, withinMinutes: 240 },
        },
    };
}
