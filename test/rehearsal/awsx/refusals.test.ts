import assert from "node:assert/strict";
import { expansionOf } from "../../../rehearsal/awsx/expand.ts";
import { link } from "../../../rehearsal/awsx/links.ts";
import { UNKNOWN } from "../../../rehearsal/values.ts";
import type { Properties } from "../../../rehearsal/values.ts";
import { recorder } from "./cloud.ts";

const unknown = link(UNKNOWN, ["urn:pulumi:dev::project::aws:s3/bucket:Bucket::other"]);

/** Each subnet fits, but the second has to start where its size allows, and that leaves no room for the third. */
const PUSHED_OUT: Properties = {
    cidrBlock: "10.0.0.0/16",
    numberOfAvailabilityZones: 1,
    subnetStrategy: "Auto",
    natGateways: { strategy: "None" },
    subnetSpecs: [
        { type: "Public", name: "a", cidrMask: 20 },
        { type: "Public", name: "b", cidrMask: 17 },
        { type: "Public", name: "c", cidrMask: 20 },
    ],
};

async function refusal(type: string, inputs: Properties): Promise<string> {
    const expand = expansionOf(type);
    assert.ok(expand);
    const cloud = recorder(type, "main", true);
    const error = await expand("main", inputs, cloud).then(
        () => undefined,
        (reason: unknown) => reason,
    );
    assert.ok(error instanceof Error, "the arguments are refused");
    return error.message;
}

describe("an awsx argument that the rehearsal can't expand", () => {
    const refused: [type: string, argument: string, inputs: Properties][] = [
        ["awsx:ec2:Vpc", "ipv4IpamPoolId", { ipv4IpamPoolId: "ipam-1", ipv4NetmaskLength: 20 }],
        ["awsx:ec2:Vpc", "numberOfAvailabilityZones", { numberOfAvailabilityZones: unknown }],
        ["awsx:ec2:Vpc", "availabilityZoneNames", { availabilityZoneNames: ["us-east-1a", unknown] }],
        ["awsx:ec2:Vpc", "region", { region: unknown }],
        ["awsx:ec2:Vpc", "cidrBlock", { cidrBlock: unknown }],
        ["awsx:ec2:Vpc", "tags", { tags: link({ a: "b" }, []) }],
        ["awsx:ec2:Vpc", "natGateways.strategy", { natGateways: { strategy: unknown } }],
        ["awsx:ec2:Vpc", "natGateways.size", { natGateways: { strategy: "None", size: 1 } }],
        ["awsx:ec2:Vpc", "subnetSpecs", { subnetSpecs: unknown }],
        ["awsx:ec2:Vpc", "subnetSpecs[0]", { subnetSpecs: [{ type: "Public", cidrMask: unknown }] }],
        ["awsx:ec2:Vpc", "subnetSpecs[0].az", { subnetSpecs: [{ type: "Public", az: 1 }] }],
        ["awsx:ec2:Vpc", "vpcEndpointSpecs[0].serviceName", { vpcEndpointSpecs: [{ serviceName: unknown }] }],
        [
            "awsx:ec2:Vpc",
            "vpcEndpointSpecs[0].kind",
            { vpcEndpointSpecs: [{ serviceName: "s3", kind: "x" }] },
        ],
        ["awsx:ec2:Vpc", "enableIpv9", { enableIpv9: true }],
        ["awsx:ec2:DefaultVpc", "region", { region: "us-east-1" }],
        ["awsx:ecr:Repository", "lifecyclePolicy.skip", { lifecyclePolicy: { skip: unknown } }],
        ["awsx:ecr:Image", "push", { push: true }],
        ["awsx:lb:ApplicationLoadBalancer", "subnets", { subnets: [] }],
        ["awsx:lb:ApplicationLoadBalancer", "listeners", { listeners: unknown }],
        ["awsx:ecs:FargateService", "taskDefinitionArgs", { taskDefinitionArgs: unknown }],
        [
            "awsx:ecs:FargateTaskDefinition",
            "taskRole.args.policyArns",
            { container: { name: "app" }, taskRole: { args: { policyArns: [unknown] } } },
        ],
    ];
    for (const [type, argument, inputs] of refused) {
        it(`is named: ${argument} of ${type}`, async () => {
            const message = await refusal(type, inputs);
            assert.ok(
                message.startsWith(`${type} main: the rehearsal can't expand \`${argument}\`: `),
                message,
            );
        });
    }

    it("is a whole component for a type that has no expansion", () => {
        for (const type of ["awsx:ecs:EC2Service", "awsx:lb:NetworkLoadBalancer", "awsx:cloudtrail:Trail"]) {
            assert.equal(expansionOf(type), undefined);
        }
    });
});

describe("an awsx argument that the plugin refuses", () => {
    const wrong: [type: string, inputs: Properties, says: RegExp][] = [
        ["awsx:ec2:Vpc", { cidrBlock: "10.0.0.0/33" }, /"10\.0\.0\.0\/33" is not an IPv4 block/],
        ["awsx:ec2:Vpc", { cidrBlock: "10.0.0/16" }, /"10\.0\.0\/16" is not an IPv4 block/],
        ["awsx:ec2:Vpc", { subnetStrategy: "Automatic" }, /subnetStrategy is "Automatic"; use Legacy, Auto/],
        ["awsx:ec2:Vpc", { numberOfAvailabilityZones: 4 }, /has 3 zones, and 4 are wanted/],
        ["awsx:ec2:Vpc", PUSHED_OUT, /main-c-1 would be 10\.1\.0\.0\/20, outside the VPC's 10\.0\.0\.0\/16/],
        ["awsx:ec2:Vpc", { natGateways: { strategy: "Two" } }, /natGateways.strategy is "Two"; use None/],
        ["awsx:ec2:Vpc", { subnetSpecs: [{ type: "Public", size: 300 }] }, /size is 300: use a power of two/],
        ["awsx:ec2:Vpc", { subnetSpecs: [{ type: "Public", size: 256, cidrMask: 20 }] }, /a \/20 has 4096/],
        ["awsx:ec2:Vpc", { subnetSpecs: [{ type: "Hidden" }] }, /type is "Hidden"; use Public/],
        ["awsx:ec2:Vpc", { subnetStrategy: "Auto", subnetSpecs: [] }, /subnetSpecs is empty/],
        ["awsx:ec2:Vpc", { subnetStrategy: "Auto", cidrBlock: "10.0.0.0/26" }, /default subnets need a \/26/],
        [
            "awsx:ecr:Repository",
            { lifecyclePolicy: { rules: [{ tagStatus: "any" }] } },
            /rules\[0\] has no limit/,
        ],
        ["awsx:ecr:Image", {}, /repositoryUrl is missing/],
        ["awsx:lb:ApplicationLoadBalancer", { listener: {}, listeners: [] }, /use listener or listeners/],
        ["awsx:ecs:FargateService", { networkConfiguration: {} }, /taskDefinition is missing/],
        [
            "awsx:ecs:FargateTaskDefinition",
            { container: { cpu: 65536 }, logGroup: { skip: true } },
            /want 64 vCPU and 0 GB/,
        ],
    ];
    for (const [type, inputs, says] of wrong) {
        it(`is refused for ${type}: ${JSON.stringify(inputs)}`, async () => {
            const message = await refusal(type, inputs);
            assert.match(message, says);
            assert.ok(message.startsWith(`${type} main: `), message);
        });
    }
});
