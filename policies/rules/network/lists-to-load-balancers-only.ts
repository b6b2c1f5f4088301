import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { groups, madeOpenToAll, openers } from "../../openings.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { wearersOf } from "../../wearers.ts";

const by = (source: "prefixListId" | "referencedSecurityGroupId", edit: Edit): Edit => {
    return (node, nodes) => void (node.props[source] !== undefined && edit(node, nodes));
};

export default stackRule(openers, {
    id: "lists-to-load-balancers-only",
    criterion: "SEC-09",
    severity: "critical",
    says: "A list of addresses, such as the CDN's, may call load balancers, and nothing else: it changes by itself.",
    fix: "Open a security group to a prefixListId only if load balancers of this stack wear it, and nothing else does.",
    check: (opener, stack) => {
        if (!madeOpenToAll(opener).some(({ isList }) => isList)) return undefined;
        const isGroup = opener.type.endsWith("SecurityGroup");
        const named = groups.flatMap((type) => stack.named(opener, "securityGroupId", type));
        const { balancers, others } = wearersOf(isGroup ? [opener] : named, stack);
        if (others.length > 0)
            return `A list of addresses may call ${others[0]!.name}, which is no load balancer.`;
        return balancers.length > 0 ? undefined : "A list of addresses may call what is not a load balancer.";
    },
    breaks: {
        "left out": by("prefixListId", leaveOut("securityGroupId")),
        "of nobody knows what": by("prefixListId", fromNowhere("securityGroupId")),
        "a group of others": by("prefixListId", set("securityGroupId", "sg-0123456789abcdef0")),
        "to the inside": by("referencedSecurityGroupId", set("prefixListId", "pl-0123456789abcdef0")),
    },
});
