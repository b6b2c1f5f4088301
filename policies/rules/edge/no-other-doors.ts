import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import type { Node, ResourceClass } from "../../graph.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const { FunctionUrl, Permission } = aws.lambda;
const always = () => true;
/** What has a public name or address by itself, or leads to another network, and when. */
const doors: [ResourceClass, (props: Node["props"]) => boolean][] = [
    [FunctionUrl, ({ authorizationType }) => authorizationType !== "AWS_IAM"],
    [Permission, (one) => one.principal === "*" && !one.principalOrgId && !one.sourceAccount],
    [aws.elb.LoadBalancer, ({ internal }) => !isOn(internal)],
    [aws.ec2.Instance, ({ associatePublicIpAddress: it }) => isOn(it)],
    [aws.ec2.EipAssociation, always],
    [aws.ec2.VpcPeeringConnection, always],
    [aws.apigatewayv2.Api, always],
    [aws.globalaccelerator.Accelerator, always],
];

export default stackRule(aws.cloudfront.Distribution, {
    id: "no-other-doors",
    criterion: "SEC-09",
    severity: "critical",
    says: "Beside the CDN nothing has a public name or address, or leads to a network that nobody sees here.",
    fix: "Take it out, or put it behind the CDN; a function's URL asks for AWS_IAM.",
    check: (_distribution, stack) => {
        const [open] = doors.flatMap(([type, isOpen]) =>
            stack.all(type).filter(({ props }) => isOpen(props)),
        );
        return open && `${open.name} can be reached without it.`;
    },
    breaks: {
        "left out": add(FunctionUrl, () => ({ authorizationType: "NONE" })),
        "a function for anyone": add(Permission, () => ({ principal: "*" })),
        "an older load balancer": add(aws.elb.LoadBalancer, () => ({})),
        "a machine": add(aws.ec2.Instance, () => ({ associatePublicIpAddress: true })),
        "another network": add(aws.ec2.VpcPeeringConnection, () => ({})),
    },
});
