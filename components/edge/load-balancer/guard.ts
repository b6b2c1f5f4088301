import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface GuardArgs {
    vpcId: pulumi.Input<string>;
    /** Ports on which everyone may call the load balancer. */
    ports: number[];
    /** Port on which targets listen. */
    targetPort: number;
}

/** Two security groups: anyone may call the load balancer; it may call its targets on their port, and nothing else. */
export function guard(parent: pulumi.Resource, name: string, { vpcId, ports, targetPort }: GuardArgs) {
    const child = { parent };
    const group = (suffix: string, description: string) =>
        new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description }, child).id;
    const balancer = group("balancer", "The load balancer");
    const targets = group("targets", "May be called by the load balancer");
    for (const port of ports) {
        new aws.vpc.SecurityGroupIngressRule(
            `${name}-balancer-${port}`,
            {
                securityGroupId: balancer,
                cidrIpv4: "0.0.0.0/0",
                ipProtocol: "tcp",
                fromPort: port,
                toPort: port,
            },
            child,
        );
    }
    const inner = { ipProtocol: "tcp", fromPort: targetPort, toPort: targetPort };
    new aws.vpc.SecurityGroupEgressRule(
        `${name}-balancer`,
        { ...inner, securityGroupId: balancer, referencedSecurityGroupId: targets },
        child,
    );
    new aws.vpc.SecurityGroupIngressRule(
        `${name}-targets`,
        { ...inner, securityGroupId: targets, referencedSecurityGroupId: balancer },
        child,
    );
    return { balancer, targets };
}
