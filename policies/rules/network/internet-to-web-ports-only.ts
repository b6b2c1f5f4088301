import { leaveOut, set } from "../../edits.ts";
import { openers, openToAll } from "../../openings.ts";
import { resourceRule, type Edit } from "../../rule.ts";

const anyone = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
/** To what lets another security group in, and no address. */
const inner = (edit: Edit): Edit => {
    return (node, nodes) => void (node.props.referencedSecurityGroupId !== undefined && edit(node, nodes));
};
const outer = (edit: Edit): Edit => {
    return (node, nodes) => void (node.props.cidrIpv4 === "0.0.0.0/0" && edit(node, nodes));
};
const group = (edit: Edit): Edit => {
    return (node, nodes) => void (node.type.endsWith("SecurityGroup") && edit(node, nodes));
};

export default resourceRule(openers, {
    id: "internet-to-web-ports-only",
    criterion: "SEC-09",
    severity: "critical",
    says: "What the internet can reach is port 80 or 443, and nothing else.",
    fix: "Let in a security group (referencedSecurityGroupId) instead of every address, or one of those two ports only.",
    check: (_props, node) => {
        const open = openToAll(node).find(({ isWeb }) => !isWeb);
        return open && `Everyone may call ports ${open.ports}.`;
    },
    breaks: {
        "to the inside": inner(set("cidrIpv4", "0.0.0.0/0")),
        "by IPv6": inner(set("cidrIpv6", "::/0")),
        "by half of the internet": inner(set("cidrIpv4", "128.0.0.0/1")),
        "by who knows whom": inner(set("prefixListId", "pl-0123456789abcdef0")),
        "to every port": outer(set("toPort", 65535)),
        "every protocol": outer(set("ipProtocol", "-1")),
        "left out": outer(leaveOut("fromPort")),
        "inside the group": group(set("ingress", [anyone])),
    },
});
