import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A security group from which AWS's services, and other people's, are called on 443, and that lets nothing in. */
export function outwardGroup(
    parent: pulumi.Resource,
    name: string,
    args: { vpcId: pulumi.Input<string>; description: string },
): pulumi.Output<string> {
    const { id } = new aws.ec2.SecurityGroup(name, args, { parent });
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    new aws.vpc.SecurityGroupEgressRule(name, { ...https, securityGroupId: id }, { parent });
    return id;
}
