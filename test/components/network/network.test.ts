import assert from "node:assert/strict";
import { Network, type NetworkArgs } from "../../../components/network/network.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: NetworkArgs = {
    region: "eu-central-1",
    cidr: "10.0.0.0/16",
    zones: 2,
    natStrategy: "Single",
    accountId: "123456789012",
    flowLogGroup: { name: "/flows", arn: "arn:logs" },
};

describe("Network", () => {
    it("refuses a single zone and says what to use", async () => {
        await recorded(() => {
            assert.throws(
                () => new Network("network", { ...args, zones: 1 }),
                /network: zones is 1; use 2 or more\./,
            );
        });
    });

    it("is in the zones that it is given by name, and else in as many as it is told", async () => {
        const vpcOf = async (changes: Partial<NetworkArgs>) =>
            inputsOf(await recorded(() => new Network("network", { ...args, ...changes })), "awsx:ec2:Vpc");
        const zoneNames = ["us-east-1a", "us-east-1c"];
        const named = await vpcOf({ zoneNames });
        assert.deepEqual(
            [named.availabilityZoneNames, named.numberOfAvailabilityZones],
            [zoneNames, undefined],
        );
        const counted = await vpcOf({});
        assert.deepEqual([counted.availabilityZoneNames, counted.numberOfAvailabilityZones], [undefined, 2]);
    });

    it("leaves the default security group without a rule", async () => {
        const made = await recorded(() => new Network("network", args));
        const group = inputsOf(made, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
        assert.deepEqual([group.ingress, group.egress], [undefined, undefined]);
    });

    it("reaches S3 and DynamoDB without the way out, which costs by the gigabyte and may be closed", async () => {
        const made = await recorded(() => new Network("network", args));
        const { vpcEndpointSpecs } = inputsOf(made, "awsx:ec2:Vpc") as {
            vpcEndpointSpecs: { serviceName: string; vpcEndpointType: string }[];
        };
        const gateways = vpcEndpointSpecs.filter(({ vpcEndpointType }) => vpcEndpointType === "Gateway");
        assert.deepEqual(
            gateways.map(({ serviceName }) => serviceName),
            ["com.amazonaws.eu-central-1.s3", "com.amazonaws.eu-central-1.dynamodb"],
        );
    });

    it("logs all traffic, refused and accepted", async () => {
        const made = await recorded(() => new Network("network", args));
        assert.equal(inputsOf(made, "aws:ec2/flowLog:FlowLog").trafficType, "ALL");
    });

    it("may write its record to that log group, and nowhere else", async () => {
        const made = await recorded(() => new Network("network", args));
        const policy = JSON.parse(String(inputsOf(made, "aws:iam/rolePolicy:RolePolicy").policy)) as {
            Statement: { Resource: string[] }[];
        };
        const group = "arn:aws:logs:eu-central-1:123456789012:log-group:/flows";
        assert.deepEqual(
            policy.Statement.map(({ Resource }) => Resource),
            [[group, `${group}:*`]],
        );
    });
});
