import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SmokeTest } from "../../../../components/compute/checks/smoke-test.ts";
import { inputsOf, recorded } from "../../recorded.ts";

describe("SmokeTest", () => {
    let all: Awaited<ReturnType<typeof recorded>>;
    let hook: object;
    before(async () => {
        all = await recorded(() => {
            const made = new SmokeTest("smoke", {
                ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
                network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1"] },
                logGroupName: "/acme-staging/smoke",
                code: { archive: new pulumi.asset.AssetArchive({}) },
                balancer: {
                    test: {
                        ...{ url: "https://web-1.elb.amazonaws.com", serverName: "shop.acme.dev" },
                        ...{ header: "x-release-test", value: "0f" },
                    },
                    callerSecurityGroupId: "sg-callers",
                },
                alertsTopicArn: "arn:alerts",
            });
            const { functionArn, ...when } = made.hook;
            functionArn.apply((arn) => (hook = { functionArn: arn, ...when }));
        });
    });
    const lambda = () =>
        inputsOf(all, "aws:lambda/function:Function") as {
            name: string;
            timeout: number;
            environment: { variables: Record<string, string> };
            vpcConfig: { securityGroupIds: string[]; subnetIds: string[] };
        };

    it("tells the service's hook which function to call, and when", () => {
        assert.deepEqual(hook, {
            functionArn: "arn:smoke",
            functionName: "acme-staging-smoke",
            stages: ["POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"],
            minutes: 10,
        });
        assert.equal(lambda().name, "acme-staging-smoke");
    });

    it("asks by the name that users know, with the header that leads to the version under test", () => {
        const { TEST_URL, SERVER_NAME, TEST_HEADER, TEST_VALUE } = lambda().environment.variables;
        assert.deepEqual([TEST_URL, SERVER_NAME], ["https://web-1.elb.amazonaws.com", "shop.acme.dev"]);
        assert.deepEqual([TEST_HEADER, TEST_VALUE], ["x-release-test", "0f"]);
    });

    it("knows its own time limit, within the 15 minutes that ECS waits", () => {
        const { timeout, environment } = lambda();
        assert.equal(environment.variables.LIMIT_SECONDS, String(timeout));
        // Three runs that wait as long as a workflow may, the first minute and the pauses have room.
        assert.ok(timeout > 3 * 120 + 60 + 3 * 15 && timeout <= 900);
    });

    it("reaches the load balancer from private subnets, and is reached by nobody", () => {
        assert.deepEqual(lambda().vpcConfig, {
            subnetIds: ["subnet-1"],
            securityGroupIds: ["smoke-id", "sg-callers"],
        });
        assert.deepEqual(
            all.filter(({ type }) => /Ingress/.test(type)),
            [],
        );
    });

    it("may do nothing in AWS but log and be in the VPC", () => {
        const { Statement } = JSON.parse(String(inputsOf(all, "aws:iam/rolePolicy:RolePolicy").policy)) as {
            Statement: { Effect: string; Action: string | string[] }[];
        };
        const allowed = Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
        assert.deepEqual(
            allowed.filter((action) => !/^(logs|ec2):/.test(action)),
            [],
        );
    });

    it("tells a person when it broke off, and leads to the page that helps", () => {
        const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual([alarm.metricName, alarm.alarmActions], ["Errors", ["arn:alerts"]]);
        assert.match(String(alarm.alarmDescription), /docs\/runbooks\/smoke-test\.md/);
    });
});
