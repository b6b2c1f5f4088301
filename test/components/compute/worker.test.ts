import assert from "node:assert/strict";
import { Worker, type WorkerArgs } from "../../../components/compute/worker.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const args: WorkerArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { arn: "arn:cluster", clusterName: "cluster" },
    task: { definitionArn: "arn:task" },
    family: "acme-staging-worker",
    jobs: { names: { jobs: "acme-jobs", deadLetters: "acme-jobs-dead" }, visibilityTimeoutSeconds: 300 },
    ...{ concurrency: 10, longestJobSeconds: 60, stopSeconds: 90 },
    securityGroupIds: ["sg-pooler", "sg-cache"],
    ...{ minTasks: 2, maxTasks: 6, alertsTopicArn: "arn:alerts" },
};
type Query = { id: string; expression?: string; returnData: boolean; metric?: Record<string, unknown> };
type Steps = { stepAdjustments: Record<string, unknown>[] } & Record<string, unknown>;

const made = (changes: Partial<WorkerArgs> = {}) =>
    recorded(() => new Worker("worker", { ...args, ...changes }));
const alarmOf = (all: Made[], name: string) => inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm", name);
const policyOf = (all: Made[], name: string) => inputsOf(all, "aws:appautoscaling/policy:Policy", name);
const expressionOf = ({ metricQueries }: Record<string, unknown>) =>
    (metricQueries as Query[]).filter(({ returnData }) => returnData).map(({ expression }) => expression);
const metricsOf = ({ metricQueries }: Record<string, unknown>) =>
    (metricQueries as Query[]).flatMap(({ id, metric }) => (metric ? [[id, metric.metricName]] : []));

describe("Worker", () => {
    it("runs two or more tasks that nobody can call, in place of the old ones once they are up", async () => {
        const all = await made();
        const service = inputsOf(all, "aws:ecs/service:Service");
        assert.deepEqual(
            [service.desiredCount, service.loadBalancers, service.deploymentConfiguration],
            [2, undefined, undefined],
        );
        assert.deepEqual(service.deploymentCircuitBreaker, { enable: true, rollback: true });
        assert.deepEqual([service.deploymentMinimumHealthyPercent, service.waitForSteadyState], [100, true]);
        const { securityGroups, assignPublicIp } = service.networkConfiguration as Record<string, unknown>;
        assert.deepEqual([securityGroups, assignPublicIp], [["worker-id", "sg-pooler", "sg-cache"], false]);
        const inward = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        assert.ok(all.every(({ type }) => type !== inward));
        const target = inputsOf(all, "aws:appautoscaling/target:Target");
        assert.deepEqual([target.minCapacity, target.maxCapacity], [2, 6]);
    });

    it("takes a version back whose tasks end by themselves, which to ECS have started", async () => {
        const all = await made();
        const { alarms } = inputsOf(all, "aws:ecs/service:Service");
        const { name } = alarmOf(all, "workers-ended");
        assert.deepEqual(alarms, { alarmNames: [name], enable: true, rollback: true });
        const pattern = String(inputsOf(all, "aws:cloudwatch/eventRule:EventRule").eventPattern);
        assert.match(pattern, /task-definition\/acme-staging-worker:/);
        assert.match(pattern, /EssentialContainerExited/);
    });

    it("starts more while jobs wait, in steps by how long the oldest has, up to twice as many", async () => {
        const all = await made();
        const alarm = alarmOf(all, "worker-late");
        assert.deepEqual(metricsOf(alarm), [
            ["waiting", "ApproximateNumberOfMessagesVisible"],
            ["age", "ApproximateAgeOfOldestMessage"],
        ]);
        // The age of a job in hand, or of one that failed, starts nothing.
        assert.deepEqual(expressionOf(alarm), ["IF(waiting > 0, age, 0)"]);
        assert.deepEqual([alarm.comparisonOperator, alarm.threshold], ["GreaterThanThreshold", 60]);
        assert.deepEqual(alarm.alarmActions, ["arn:worker-late"]);
        const policy = policyOf(all, "worker-late");
        assert.equal(policy.policyType, "StepScaling");
        const { adjustmentType, stepAdjustments } = policy.stepScalingPolicyConfiguration as Steps;
        assert.equal(adjustmentType, "PercentChangeInCapacity");
        assert.deepEqual(stepAdjustments, [
            { metricIntervalLowerBound: "0", metricIntervalUpperBound: "240", scalingAdjustment: 50 },
            { metricIntervalLowerBound: "240", scalingAdjustment: 100 },
        ]);
    });

    it("ends some only after 15 minutes without much to do or anybody waiting, and never without data", async () => {
        const all = await made({ concurrency: 7 });
        const alarm = alarmOf(all, "worker-idle");
        assert.deepEqual(expressionOf(alarm), ["MAX([hands, cpu, wait])"]);
        const parts = (alarm.metricQueries as Query[]).filter(({ id }) => ["hands", "wait"].includes(id));
        assert.deepEqual(
            parts.map(({ expression }) => expression),
            ["100 * SUM([waiting, taken]) / (running * 7)", "100 * IF(waiting > 0, age, 0) / 60"],
        );
        assert.deepEqual(
            [alarm.comparisonOperator, alarm.evaluationPeriods, alarm.treatMissingData],
            ["LessThanThreshold", 15, "notBreaching"],
        );
        const { stepAdjustments } = policyOf(all, "worker-idle").stepScalingPolicyConfiguration as Steps;
        assert.deepEqual(stepAdjustments, [{ metricIntervalUpperBound: "0", scalingAdjustment: -25 }]);
    });

    it("does not flap: those that are left stay below what starts more, however many there were", async () => {
        const all = await made();
        const { threshold } = alarmOf(all, "worker-idle");
        const { stepAdjustments } = policyOf(all, "worker-idle").stepScalingPolicyConfiguration as Steps;
        const tracked = policyOf(all, "worker-cpu").targetTrackingScalingPolicyConfiguration;
        const { targetValue, disableScaleIn } = tracked as Record<string, unknown>;
        assert.equal(disableScaleIn, true);
        const share = -Number(stepAdjustments[0]!.scalingAdjustment) / 100;
        for (let tasks = Number(args.minTasks) + 1; tasks <= 100; tasks++) {
            const left = tasks - Math.max(1, Math.floor(tasks * share));
            const busy = (Number(threshold) * tasks) / Math.max(left, Number(args.minTasks));
            assert.ok(busy < Number(targetValue), `${tasks} tasks: ${busy} percent`);
        }
    });

    it("tells when jobs wait for 10 minutes, when one has failed for good, and when workers are missing", async () => {
        const all = await made();
        const late = alarmOf(all, "jobs-late");
        assert.deepEqual(expressionOf(late), ["IF(waiting > 0, age, 0)"]);
        assert.equal(late.threshold, 600);
        const failed = alarmOf(all, "jobs-failed");
        assert.deepEqual(failed.dimensions, { QueueName: "acme-jobs-dead" });
        assert.equal(failed.threshold, 0);
        assert.deepEqual(expressionOf(alarmOf(all, "workers-missing")), ["desired - running"]);
        for (const name of ["jobs-late", "jobs-failed", "workers-missing", "workers-ended"]) {
            const { alarmActions, alarmDescription, name: called } = alarmOf(all, name);
            assert.deepEqual([alarmActions, called], [["arn:alerts"], `acme-staging-${name}`]);
            assert.match(String(alarmDescription), /docs\/runbooks\/[a-z-]+\.md/);
        }
    });

    const tooShort = "more than 80: a last question of 20 s, and a job of 60 s";
    const hidden = "more than 90, the seconds in which a worker that is stopped ends its jobs";
    const shown = { jobs: { ...args.jobs, visibilityTimeoutSeconds: 90 } };
    for (const [changes, says] of [
        [{ stopSeconds: 80 }, `stopSeconds is 80; use ${tooShort}`],
        [shown, `the queue's visibilityTimeoutSeconds is 90; use ${hidden}`],
        [{ concurrency: 0 }, "concurrency is 0; use a whole number from 1"],
        [{ minTasks: 1 }, "minTasks is 1; use 2 or more"],
    ] as const) {
        it(`refuses what does not add up: ${says.split(";")[0]}`, async () => {
            await recorded(() => {
                assert.throws(() => new Worker("worker", { ...args, ...changes }), {
                    message: `worker: ${says}.`,
                });
            });
        });
    }
});
