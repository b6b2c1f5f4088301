import { set } from "../../edits.ts";
import type { Node } from "../../graph.ts";
import { openers, openToAll } from "../../openings.ts";
import { resourceRule, type Edit } from "../../rule.ts";

const anyone = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };
const where = (isIt: (node: Node) => boolean, edit: Edit): Edit => {
    return (node, nodes) => void (isIt(node) && edit(node, nodes));
};
const inner = (edit: Edit) => where(({ props }) => props.referencedSecurityGroupId !== undefined, edit);
const listed = (edit: Edit) => where(({ props }) => props.prefixListId !== undefined, edit);
const group = (edit: Edit) => where(({ type }) => type.endsWith("SecurityGroup"), edit);

export default resourceRule(openers, {
    id: "closed-to-the-internet",
    criterion: "SEC-09",
    severity: "critical",
    says: "No security group lets in everyone: the way in is the CDN, which reaches a load balancer inside of the VPC.",
    fix: "Let in a security group (referencedSecurityGroupId), or the CDN's list of addresses (prefixListId).",
    check: (_props, node) => {
        const open = openToAll(node).find(({ isList }) => !isList);
        return open && `Everyone may call ports ${open.ports}.`;
    },
    breaks: {
        "left out": inner((node) => {
            delete node.props.referencedSecurityGroupId;
            node.props.cidrIpv4 = "0.0.0.0/0";
        }),
        everyone: inner(set("cidrIpv4", "0.0.0.0/0")),
        "everyone beside the list": listed(set("cidrIpv4", "0.0.0.0/0")),
        "by IPv6": inner(set("cidrIpv6", "::/0")),
        "half of the internet": inner(set("cidrIpv4", "128.0.0.0/1")),
        "inside the group": group(set("ingress", [anyone])),
        "an endpoint": ({ props }) => void (props.cidrBlocks && (props.cidrBlocks = ["0.0.0.0/0"])),
        "an endpoint, by IPv6": ({ props }) => void (props.cidrBlocks && (props.ipv6CidrBlocks = ["::/0"])),
    },
});
