import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Uptime, type UptimeArgs } from "../../../../components/watch/alarms/uptime.ts";
import { readSettings } from "../../../../functions/uptime/settings.ts";
import { lookSeconds } from "../../../../stacks/uptime.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: UptimeArgs = {
    ...{
        accountId: "123456789012",
        region: "eu-central-1",
        prefix: "shop-live",
        alertsTopicArn: "arn:alerts",
    },
    ...{ cdn: { url: "https://shop.example.com" }, everyMinutes: 1, limitSeconds: 45, awake: undefined },
    code: { archive: new pulumi.asset.AssetArchive({}), sha256: "abc" },
    logs: { kmsKeyArn: "arn:logs-key", retentionDays: 30 },
};
const [canary, alarm] = ["aws:synthetics/canary:Canary", "aws:cloudwatch/metricAlarm:MetricAlarm"];
const built = (changes: Partial<UptimeArgs> = {}) =>
    recorded(() => new Uptime("uptime", { ...args, ...changes }));
interface Inputs {
    name: string;
    schedule: { expression: string };
    runConfig: { timeoutInSeconds: number; environmentVariables: Record<string, string> };
}

describe("Uptime", () => {
    it("tells its function where users are, and to end before Synthetics ends it", async () => {
        for (const everyMinutes of [1, 5]) {
            const { runConfig, schedule } = inputsOf(
                await built({ everyMinutes, limitSeconds: lookSeconds(everyMinutes) }),
                canary,
            ) as unknown as Inputs;
            const { url, limitSeconds } = readSettings(runConfig.environmentVariables);
            assert.equal(url, "https://shop.example.com");
            assert.ok(limitSeconds < runConfig.timeoutInSeconds);
            assert.equal(runConfig.timeoutInSeconds, everyMinutes * 60);
            assert.equal(schedule.expression, everyMinutes === 1 ? "rate(1 minute)" : "rate(5 minutes)");
        }
    });

    it("has a name for which there is room in a function's, and another one in another environment", async () => {
        const nameOf = async (prefix: string) => String(inputsOf(await built({ prefix }), canary).name);
        const names: string[] = [];
        for (const prefix of ["shop-live", "shop-staging", "a".repeat(40)]) names.push(await nameOf(prefix));
        assert.equal(new Set(names).size, 3);
        for (const name of names) assert.match(name, /^uptime-[0-9a-f]{8}$/);
    });

    it("leaves no log that is kept for ever: its role makes no group, and the one that it writes to has a limit", async () => {
        const made = await built();
        const { policy } = inputsOf(made, "aws:iam/rolePolicy:RolePolicy") as { policy: string };
        assert.ok(!policy.includes("CreateLogGroup"));
        const { name } = inputsOf(made, canary) as unknown as Inputs;
        assert.ok(policy.includes(`log-group:/aws/lambda/cwsyn-${name}-*`));
        const group = inputsOf(made, "aws:cloudwatch/logGroup:LogGroup");
        assert.deepEqual([group.retentionInDays, group.kmsKeyId], [30, "arn:logs-key"]);
        assert.equal(group.name, "/aws/lambda/cwsyn-uptime");
    });

    it("wakes nobody for one look that fails, and tells when nobody looks", async () => {
        const made = await built({ everyMinutes: 2 });
        const { treatMissingData, ...fails } = inputsOf(made, alarm, "uptime");
        assert.deepEqual([fails.period, fails.evaluationPeriods, fails.datapointsToAlarm], [120, 3, 2]);
        assert.deepEqual([fails.threshold, treatMissingData], [100, "notBreaching"]);
        assert.match(String(fails.alarmDescription), /docs\/runbooks\/uptime\.md It tells within 8 minutes/);
        assert.equal(inputsOf(made, alarm, "uptime-silent").treatMissingData, "breaching");
    });

    it("looks while the environment is awake, and then nobody has to tell that it sleeps", async () => {
        const awake = { timezone: "Europe/Berlin", wakesAt: 7, sleepsAt: 20 };
        const made = await built({ awake, everyMinutes: 5 });
        const { schedule } = inputsOf(made, canary) as unknown as Inputs;
        assert.equal(schedule.expression, "cron(0/5 5,6,7,8,9,10,11,12,13,14,15,16,17,18 ? * MON-FRI *)");
        assert.ok(!made.some(({ name }) => name === "uptime-silent"));
    });

    it("has another file for other code, which Synthetics would not look into", async () => {
        const object = "aws:s3/bucketObjectv2:BucketObjectv2";
        const { key } = inputsOf(await built(), object);
        assert.equal(key, "code/abc.zip");
        assert.equal((inputsOf(await built(), canary) as { s3Key?: string }).s3Key, key);
    });
});
