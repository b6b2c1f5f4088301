import * as aws from "@pulumi/aws";
import { balancers as balancerTypes } from "./balancers.ts";
import type { Node, ResourceClass } from "./graph.ts";
import type { Stack } from "./stack.ts";

/** What else wears security groups, and the property that lists them. */
const otherTypes: [ResourceClass, string][] = [
    [aws.ecs.Service, "networkConfiguration"],
    [aws.rds.Instance, "vpcSecurityGroupIds"],
    [aws.rds.Cluster, "vpcSecurityGroupIds"],
    [aws.ec2.Instance, "vpcSecurityGroupIds"],
    [aws.ec2.VpcEndpoint, "securityGroupIds"],
    [aws.elasticache.ReplicationGroup, "securityGroupIds"],
    [aws.lambda.Function, "vpcConfig"],
];

/** The load balancers of a stack that wear one of these groups, and whatever else does. */
export function wearersOf(groups: Node<any>[], stack: Stack): { balancers: Node[]; others: Node[] } {
    const others = groups.flatMap((group) =>
        otherTypes.flatMap(([type, property]) => stack.surelyNaming(group, property, type) as Node[]),
    );
    const balancers = groups.flatMap((group) =>
        balancerTypes.flatMap((type) => stack.naming(group, "securityGroups", type) as Node[]),
    );
    return { balancers, others };
}
