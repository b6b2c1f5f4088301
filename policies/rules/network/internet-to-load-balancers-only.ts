import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const everyone = ["0.0.0.0/0", "::/0"];

export default stackRule(aws.vpc.SecurityGroupIngressRule, {
    id: "internet-to-load-balancers-only",
    criterion: "SEC-09",
    severity: "critical",
    says: "From the internet one reaches load balancers, on the ports of the web, and nothing else.",
    fix: "Let in a security group (referencedSecurityGroupId) instead of every address.",
    check: (rule, stack) => {
        const { cidrIpv4, cidrIpv6, ipProtocol, fromPort, toPort } = rule.props;
        if (![cidrIpv4, cidrIpv6].some((block) => block !== undefined && everyone.includes(block))) return;
        const isWeb = ipProtocol !== "-1" && fromPort === toPort && (fromPort === 80 || fromPort === 443);
        if (!isWeb) return `Everyone may call ports ${fromPort ?? "0"} to ${toPort ?? "65535"}.`;
        const wearers = stack
            .named(rule, "securityGroupId", aws.ec2.SecurityGroup)
            .flatMap((group) => stack.naming(group, "securityGroups", aws.lb.LoadBalancer));
        return wearers.length > 0 ? undefined : "Everyone may call what is not a load balancer.";
    },
    breaks: {
        "to the inside": (rule, nodes) => {
            if (rule.props.referencedSecurityGroupId === undefined) return;
            set("cidrIpv4", "0.0.0.0/0")(rule, nodes);
        },
        "to every port": (rule, nodes) => {
            if (rule.props.cidrIpv4 === "0.0.0.0/0") leaveOut("fromPort")(rule, nodes);
        },
        "left out": (rule, nodes) => {
            if (rule.props.cidrIpv4 === "0.0.0.0/0") leaveOut("securityGroupId")(rule, nodes);
        },
    },
});
