import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

/** An alarm that takes no release back, and is sent where all are. */
export async function red(region: string, AlarmName: string, stack: string, way = "alerts"): Promise<void> {
    const client = new CloudWatchClient({ region });
    const AlarmActions = [`arn:aws:sns:${region}:123456789012:${stack}-${way}`];
    const alarm = { AlarmName, AlarmActions, Namespace: "shop", MetricName: AlarmName, Threshold: 1 };
    const when = { Period: 60, Statistic: "Sum", EvaluationPeriods: 1 } as const;
    const ComparisonOperator = "GreaterThanThreshold";
    await client.send(new PutMetricAlarmCommand({ ...alarm, ...when, ComparisonOperator }));
    const state = { AlarmName, StateValue: "ALARM", StateReason: "2 > 1" } as const;
    await client.send(new SetAlarmStateCommand(state));
}

/** Evidence that somebody has cut short. */
export async function broken(image: string): Promise<void> {
    const times = { begunAt: new Date(), endedAt: new Date() };
    const after = { image, deployment: "d1" };
    const run = { format: 1, kind: "soak", verdict: "passed", served: { after }, ...times };
    const Key = `load-tests/${times.begunAt.toISOString().slice(0, 19).replaceAll(":", "-")}Z-soak-1.json`;
    const s3 = new S3Client({ region: "eu-central-1" });
    const put = { Bucket: "shop-next-proofs", Key, Body: JSON.stringify(run) };
    await s3.send(new PutObjectCommand(put));
    const restore = { format: 1, proven: true, restore: { job: "job-1", completedAt: new Date() } };
    const other = {
        Bucket: "shop-live-proofs",
        Key: "restore-proofs/9.json",
        Body: JSON.stringify(restore),
    };
    await s3.send(new PutObjectCommand(other));
}
