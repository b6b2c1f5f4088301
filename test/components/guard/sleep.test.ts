import assert from "node:assert/strict";
import { Sleep, type SleepArgs } from "../../../components/guard/sleep.ts";
import { readSettings } from "../../../functions/sleep/settings.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-live" },
    awake: { timezone: "Europe/Berlin", wakesAt: 7, sleepsAt: 20 },
    ...{ logGroupName: "/acme-live/sleep", code: { archive: undefined as never } },
    ...{ cluster: { clusterName: "live" }, alertsTopicArn: "arn:topic", pageTopicArn: "arn:pages" },
    edgeTopicArn: "arn:edge",
    services: { pooler: { serviceName: "pooler-1" }, app: { serviceName: "app-1" } },
    database: { identifiers: { a: "acme-live-a", b: "acme-live-b" } },
    manifest: { schedules: ["acme-live-heartbeat", "acme-live-manifest"], callerName: "acme-live-caller" },
} satisfies SleepArgs;
const made = (changes: Partial<SleepArgs> = {}) =>
    recorded(() => new Sleep("sleep", { ...args, ...changes }));
type Statement = { Action: string[]; Resource: string | string[]; Condition?: object };

describe("Sleep", () => {
    it("tells its function what it reads: the hours, the poolers first, every generation, and what asks them", async () => {
        const { environment } = inputsOf(await made(), "aws:lambda/function:Function");
        const { variables } = environment as { variables: Record<string, string> };
        assert.deepEqual(readSettings(variables), {
            ...{ environment: "acme-live", cluster: "live", loud: ["sleep-failed", "acme-live-drill-"] },
            timetable: args.awake,
            services: ["pooler-1", "app-1"],
            databases: ["acme-live-a", "acme-live-b"],
            checks: args.manifest.schedules,
            topicArns: ["arn:topic", "arn:pages", "arn:edge"],
        });
    });

    it("hears in the night, too, that it fails, or that nobody calls it: those alarms begin as what is not muted", async () => {
        const alarms = (await made()).filter(({ type }) => /metricAlarm:/.test(type));
        assert.deepEqual(alarms.map(({ name }) => name).sort(), ["sleep-failed", "sleep-failed-to-run"]);
        for (const { inputs } of alarms)
            assert.match(String(inputs.alarmDescription), /docs\/runbooks\/sleep\.md/);
        const [uncalled] = alarms.filter(({ name }) => name === "sleep-failed-to-run");
        const { metricName, comparisonOperator, threshold, treatMissingData } = uncalled!.inputs;
        assert.deepEqual(
            [metricName, comparisonOperator, threshold, treatMissingData],
            ["Invocations", "LessThanThreshold", 1, "breaching"],
        );
    });

    it("may stop these instances and empty these services, hand over one role, and write one parameter", async () => {
        const { policy } = inputsOf(await made(), "aws:iam/rolePolicy:RolePolicy", "sleep");
        const { Statement } = JSON.parse(String(policy)) as { Statement: Statement[] };
        const on = (action: string) =>
            Statement.filter(({ Action }) => [Action].flat().includes(action)).map(
                ({ Resource }) => Resource,
            );
        const here = "eu-central-1:123456789012";
        assert.deepEqual(on("rds:StopDBInstance"), [
            [`arn:aws:rds:${here}:db:acme-live-a`, `arn:aws:rds:${here}:db:acme-live-b`],
        ]);
        assert.deepEqual(on("ecs:UpdateService"), [
            [`arn:aws:ecs:${here}:service/live/pooler-1`, `arn:aws:ecs:${here}:service/live/app-1`],
        ]);
        assert.deepEqual(on("iam:PassRole"), ["arn:aws:iam::123456789012:role/acme-live-caller"]);
        assert.deepEqual(on("ssm:PutParameter"), [`arn:aws:ssm:${here}:parameter/acme-live/sleep`]);
    });

    it("makes nothing where the environment never sleeps", async () => {
        const all = (await made({ awake: undefined })).filter(({ type }) => type.startsWith("aws:"));
        assert.deepEqual(all, []);
    });
});
