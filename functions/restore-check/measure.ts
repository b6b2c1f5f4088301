import { PutMetricDataCommand, type CloudWatchClient, type StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Evidence } from "./evidence.ts";
import type { World } from "./world.ts";

/** Numbers of an environment, for alarms and dashboards. */
export async function measure(
    cloudwatch: CloudWatchClient,
    environment: string,
    numbers: Record<string, [value: number, unit: StandardUnit]>,
    Timestamp?: Date,
): Promise<void> {
    const Dimensions = [{ Name: "Environment", Value: environment }];
    const MetricData = Object.entries(numbers).map(([MetricName, [Value, Unit]]) => ({
        ...{ MetricName, Value, Unit, Dimensions, Timestamp },
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Airworthy", MetricData }));
}

/** What the evidence says in numbers. The time is the evidence's own: told twice, it is the same point. */
export function measureEvidence({ cloudwatch }: World, evidence: Evidence): Promise<void> {
    const { proven, rpoSeconds, rtoSeconds, environment, checkedAt } = evidence;
    const numbers: Parameters<typeof measure>[2] = {
        RestoreProven: [proven ? 1 : 0, "Count"],
        RestoreRtoSeconds: [rtoSeconds, "Seconds"],
        ...(rpoSeconds !== null && { RestoreRpoSeconds: [rpoSeconds, "Seconds"] }),
    };
    return measure(cloudwatch, environment, numbers, checkedAt);
}
