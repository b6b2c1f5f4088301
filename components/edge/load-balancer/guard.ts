import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface GuardArgs {
    vpcId: pulumi.Input<string>;
    /** Port on which the load balancer is called. */
    port: number;
    /** Port on which targets listen. */
    targetPort: number;
}

/** The addresses from which CloudFront calls origins, as AWS keeps them; they take 55 of the 60 rules that a group may have. */
const cdn = "com.amazonaws.global.cloudfront.origin-facing";

/**
 * Three security groups: the CDN and what wears that of callers may call the load balancer, on one port; it may call its
 * targets on theirs, and nothing else.
 */
export function guard(parent: pulumi.Resource, name: string, { vpcId, port, targetPort }: GuardArgs) {
    const child = { parent };
    const group = (suffix: string, description: string) =>
        new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description }, child).id;
    const balancer = group("balancer", "The load balancer");
    const targets = group("targets", "May be called by the load balancer");
    const callers = group("callers", "May call the load balancer");
    const { id: prefixListId } = aws.ec2.getManagedPrefixListOutput({ name: cdn }, child);
    const outer = { ipProtocol: "tcp", fromPort: port, toPort: port };
    const inner = { ipProtocol: "tcp", fromPort: targetPort, toPort: targetPort };
    new aws.vpc.SecurityGroupIngressRule(
        `${name}-balancer-cdn`,
        { ...outer, securityGroupId: balancer, prefixListId },
        child,
    );
    const outward = (
        rule: string,
        ports: typeof outer,
        from: pulumi.Input<string>,
        to: pulumi.Input<string>,
    ) =>
        new aws.vpc.SecurityGroupEgressRule(
            `${name}-${rule}`,
            { ...ports, securityGroupId: from, referencedSecurityGroupId: to },
            child,
        );
    const inward = (
        rule: string,
        ports: typeof outer,
        from: pulumi.Input<string>,
        to: pulumi.Input<string>,
    ) =>
        new aws.vpc.SecurityGroupIngressRule(
            `${name}-${rule}`,
            { ...ports, securityGroupId: to, referencedSecurityGroupId: from },
            child,
        );
    outward("callers", outer, callers, balancer);
    inward("balancer-callers", outer, callers, balancer);
    outward("balancer", inner, balancer, targets);
    inward("targets", inner, balancer, targets);
    return { balancer, targets, callers };
}
