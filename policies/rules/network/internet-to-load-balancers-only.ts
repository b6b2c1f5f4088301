import { leaveOut, set } from "../../edits.ts";
import { groups, madeOpenToAll, openers } from "../../openings.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { wearersOf } from "../../wearers.ts";

const outer = (edit: Edit): Edit => {
    return (node, nodes) => void (node.props.cidrIpv4 === "0.0.0.0/0" && edit(node, nodes));
};
const web = { protocol: "tcp", fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] };

export default stackRule(openers, {
    id: "internet-to-load-balancers-only",
    criterion: "SEC-09",
    severity: "critical",
    says: "From the internet one reaches load balancers, and nothing else.",
    fix: "Open a security group to everyone only if load balancers of this stack wear it, and nothing else does.",
    check: (opener, stack) => {
        // Other ports are never open to everyone, whoever wears the group: internet-to-web-ports-only.
        if (!madeOpenToAll(opener).some(({ isWeb }) => isWeb)) return undefined;
        const isGroup = opener.type.endsWith("SecurityGroup");
        const named = groups.flatMap((type) => stack.named(opener, "securityGroupId", type));
        const { balancers, others } = wearersOf(isGroup ? [opener] : named, stack);
        if (others.length > 0) return `Everyone may call ${others[0]!.name}, which is no load balancer.`;
        return balancers.length > 0 ? undefined : "Everyone may call what is not a load balancer.";
    },
    breaks: {
        "left out": outer(leaveOut("securityGroupId")),
        "a group of others": outer(set("securityGroupId", "sg-0123456789abcdef0")),
        "an endpoint": ({ props }) => void (props.cidrBlocks && (props.cidrBlocks = ["0.0.0.0/0"])),
        "an endpoint, by IPv6": ({ props }) => void (props.cidrBlocks && (props.ipv6CidrBlocks = ["::/0"])),
        "the tasks": (group, nodes) => {
            if (group.name === "app") set("ingress", [web])(group, nodes);
        },
    },
});
