// A remote component registers its children under itself, with the provider and options that it was given.
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const west = new aws.Provider("west", { region: "us-west-2" });
const vpc = new awsx.ec2.Vpc(
    "vpc",
    {
        cidrBlock: "10.1.0.0/16",
        availabilityZoneNames: ["us-west-2a", "us-west-2b"],
        natGateways: { strategy: "Single" },
        subnetStrategy: "Auto",
        tags: { Owner: "programs" },
    },
    { providers: [west], protect: true },
);
new aws.ec2.SecurityGroup("group", { vpcId: vpc.vpcId }, { provider: west });
export const { vpcId, privateSubnetIds } = vpc;
