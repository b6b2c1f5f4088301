import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CostCheck } from "../../../../components/compute/checks/cost-check.ts";
import { readSettings } from "../../../../functions/cost/settings.ts";
import { inputsOf, recorded } from "../../recorded.ts";

describe("CostCheck", () => {
    let all: Awaited<ReturnType<typeof recorded>>;
    let hook: CostCheck["hook"];
    before(async () => {
        all = await recorded(() => {
            ({ hook } = new CostCheck("cost", {
                ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
                network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1"] },
                cluster: { clusterName: "live" },
                logGroupName: "/acme-staging/cost",
                code: { archive: new pulumi.asset.AssetArchive({}) },
                balancer: {
                    measured: {
                        loadBalancer: "app/web-1/0f",
                        targetGroups: { web: "targetgroup/web/1", other: "targetgroup/other/2" },
                    },
                },
                ...{ cpuArchitecture: "ARM64", maxCostIncreasePercent: 30, alertsTopicArn: "arn:alerts" },
            }));
        });
    });
    const lambda = () =>
        inputsOf(all, "aws:lambda/function:Function") as {
            timeout: number;
            environment: { variables: Record<string, string> };
        };

    it("is asked when all users have the new version, for no longer than ECS waits", () => {
        assert.deepEqual([hook.stages, hook.minutes], [["POST_PRODUCTION_TRAFFIC_SHIFT"], 14]);
        assert.ok(lambda().timeout <= 900);
    });

    it("tells the function what the function reads", () => {
        assert.deepEqual(readSettings(lambda().environment.variables), {
            ...{ loadBalancer: "app/web-1/0f", targetGroups: ["targetgroup/web/1", "targetgroup/other/2"] },
            ...{ namespace: "Airworthy/acme-staging", architecture: "ARM64" },
            ...{ maxIncreasePercent: 30, limitSeconds: 840 },
        });
    });

    it("lets it read metrics and deployments, and change nothing", () => {
        const { Statement } = JSON.parse(String(inputsOf(all, "aws:iam/rolePolicy:RolePolicy").policy)) as {
            Statement: { Effect: string; Action: string | string[]; Resource: string }[];
        };
        const own = Statement.filter(
            ({ Effect, Action }) => Effect === "Allow" && !/^(logs|ec2):/.test(String(Action)),
        );
        assert.deepEqual(
            own.map(({ Action, Resource }) => [Action, Resource]),
            [
                ["cloudwatch:GetMetricData", "*"],
                [
                    "ecs:DescribeServiceDeployments",
                    "arn:aws:ecs:eu-central-1:123456789012:service-deployment/live/*",
                ],
            ],
        );
    });
});
