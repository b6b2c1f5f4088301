import assert from "node:assert/strict";
import { Service, type ServiceArgs } from "../../../components/compute/service.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: ServiceArgs = {
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { arn: "arn:cluster", clusterName: "cluster" },
    task: { definitionArn: "arn:task", containerName: "app" },
    port: 8080,
    accountId: "123456789012",
    region: "eu-central-1",
    target: {
        ways: {
            targetGroupArn: "arn:target",
            alternateTargetGroupArn: "arn:alternate",
            productionListenerRule: "arn:production",
            testListenerRule: "arn:test",
        },
        measured: { loadBalancer: "app/a/1", targetGroups: { primary: "tg/b/2", alternate: "tg/c/3" } },
        targetSecurityGroupId: "sg-target",
    },
    release: {
        ...{ strategy: "canary", canaryMinutes: 10, bakeMinutes: 30, balancerName: "web" },
        hooks: [
            {
                ...{ functionArn: "arn:smoke", functionName: "shop-smoke" },
                ...{ stages: ["POST_TEST_TRAFFIC_SHIFT"], minutes: 15 },
            },
        ],
        alarmNames: ["errors"],
    },
    securityGroupIds: ["sg-1"],
    minTasks: 2,
    maxTasks: 6,
    requestsPerTask: 600,
};

describe("Service", () => {
    it("refuses to run one task and says what to use", async () => {
        await recorded(() => {
            assert.throws(
                () => new Service("app", { ...args, minTasks: 1 }),
                /app: minTasks is 1; use 2 or more\./,
            );
        });
    });

    it("goes back by itself when the new tasks do not come up", async () => {
        const service = inputsOf(await recorded(() => new Service("app", args)), "aws:ecs/service:Service");
        assert.deepEqual(service.deploymentCircuitBreaker, { enable: true, rollback: true });
        assert.equal(service.deploymentMinimumHealthyPercent, 100);
    });

    it("scales on processor and on requests, between the bounds that it was given", async () => {
        const made = await recorded(() => new Service("app", args));
        const target = inputsOf(made, "aws:appautoscaling/target:Target");
        assert.deepEqual([target.minCapacity, target.maxCapacity], [2, 6]);
        const policy = (name: string) =>
            inputsOf(made, "aws:appautoscaling/policy:Policy", name).targetTrackingScalingPolicyConfiguration;
        assert.deepEqual(policy("app-cpu"), {
            targetValue: 60,
            predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        });
        const { targetValue, customizedMetricSpecification } = policy("app-requests") as {
            targetValue: number;
            customizedMetricSpecification: { metrics: { id: string; expression?: string }[] };
        };
        const { metrics } = customizedMetricSpecification;
        assert.deepEqual(
            metrics.map(({ id }) => id),
            ["primary", "alternate", "running", "desired", "requests"],
        );
        assert.equal(targetValue, 600);
        assert.equal(metrics.at(-1)!.expression, "SUM([primary, alternate]) / MIN([running, desired])");
    });

    it("lets a new version in by 5 percent, and back when an alarm rings, with a wait longer than all of it", async () => {
        const service = inputsOf(await recorded(() => new Service("app", args)), "aws:ecs/service:Service");
        assert.deepEqual(service.deploymentConfiguration, {
            strategy: "CANARY",
            bakeTimeInMinutes: "30",
            canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: "10" },
            lifecycleHooks: [
                {
                    targetType: "AWS_LAMBDA",
                    hookTargetArn: "arn:smoke",
                    roleArn: "arn:app-hooks",
                    lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
                },
            ],
        });
        assert.deepEqual(service.alarms, { alarmNames: ["errors"], enable: true, rollback: true });
        const made = { strategy: "blueGreen" as const };
        const all = await recorded(
            () => new Service("app", { ...args, release: { ...args.release, ...made } }),
        );
        const { deploymentConfiguration } = inputsOf(all, "aws:ecs/service:Service");
        const { strategy, canaryConfiguration } = deploymentConfiguration as Record<string, unknown>;
        assert.deepEqual([strategy, canaryConfiguration], ["BLUE_GREEN", undefined]);
    });

    it("has two roles that ECS may take, without a condition that no page of AWS's says ECS meets", async () => {
        const made = await recorded(() => new Service("app", args));
        const [Principal, Action] = [{ Service: "ecs.amazonaws.com" }, "sts:AssumeRole"];
        for (const name of ["app-hooks", "app-mover"]) {
            const { assumeRolePolicy } = inputsOf(made, "aws:iam/role:Role", name);
            const { Statement } = JSON.parse(String(assumeRolePolicy)) as { Statement: object[] };
            assert.deepEqual(Statement, [{ Effect: "Allow", Principal, Action }]);
        }
    });

    it("is reached by the load balancer, and reaches what it was given", async () => {
        const made = await recorded(() => new Service("app", args));
        const network = inputsOf(made, "aws:ecs/service:Service").networkConfiguration as Record<
            string,
            unknown
        >;
        assert.deepEqual(network.securityGroups, ["app-id", "sg-target", "sg-1"]);
    });

    it("has no public address, and calls out on 443 only", async () => {
        const made = await recorded(() => new Service("app", args));
        const network = inputsOf(made, "aws:ecs/service:Service").networkConfiguration as Record<
            string,
            unknown
        >;
        assert.equal(network.assignPublicIp, false);
        const out = inputsOf(made, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        assert.deepEqual([out.fromPort, out.toPort], [443, 443]);
    });
});
