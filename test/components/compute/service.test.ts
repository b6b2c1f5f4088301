import assert from "node:assert/strict";
import { Service, type ServiceArgs } from "../../../components/compute/service.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: ServiceArgs = {
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { arn: "arn:cluster", clusterName: "cluster" },
    task: { definitionArn: "arn:task", containerName: "app" },
    port: 8080,
    target: { targetGroupArn: "arn:target", resourceLabel: "app/a/1/targetgroup/b/2" },
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
        assert.deepEqual(policy("app-requests"), {
            targetValue: 600,
            predefinedMetricSpecification: {
                predefinedMetricType: "ALBRequestCountPerTarget",
                resourceLabel: "app/a/1/targetgroup/b/2",
            },
        });
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
