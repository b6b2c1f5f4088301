import { isOfInternet, type Family } from "./blocks.ts";
import { listOf, told, type Graph, type Made } from "./graph.ts";

/** Whom on the internet a security group lets in, and where. Another group is no such source: it is known by private addresses. */
export interface Opening {
    family: Family;
    /** For a path: the group, and whom it lets in. */
    says: string;
    /** In words: "port 443". */
    ports: string;
    holds(port: number): boolean;
}

const groupKinds = ["aws:ec2/securityGroup", "aws:ec2/defaultSecurityGroup"];
export const openerKinds = [...groupKinds, "aws:ec2/securityGroupRule", "aws:vpc/securityGroupIngressRule"];
const both: Family[] = [4, 6];

/** What these groups let in, or, where there are none, the one that everything in a network has by itself. */
export function openingsOf(groupIds: string[], vpcId: unknown, graph: Graph): Opening[] {
    const own = groupIds.length > 0 ? groupIds : defaultsOf(vpcId, graph);
    return own.flatMap((id) => {
        const group = graph.called(id, ...groupKinds);
        const isAwsOwn = graph.of("aws:ec2/vpc").some(({ state }) => state.defaultSecurityGroupId === id);
        if (!group && !isAwsOwn)
            return both.map((family) => open(family, `security group ${id}, which is not made here`));
        const name = group ? told(group) : `default security group ${id}`;
        return rulesOf(id, group, graph).flatMap((rule) => openings(rule, name, graph));
    });
}

/** As nothing guards it. */
export function open(family: Family, says: string): Opening {
    return { family, says, ports: "every port", holds: () => true };
}

/** The network's default group: as AWS makes it, it lets in what wears it, and no one else. */
function defaultsOf(vpcId: unknown, graph: Graph): string[] {
    const owned = graph.of("aws:ec2/defaultSecurityGroup").filter(({ props }) => props.vpcId === vpcId);
    const vpc = graph.called(vpcId, "aws:ec2/vpc");
    const own = vpc ? listOf(vpc.state.defaultSecurityGroupId) : ["of another network"];
    return [...owned.map(({ id }) => id), ...own];
}

/** In all three forms of the provider. */
function rulesOf(id: string, group: Made | undefined, graph: Graph): Record<string, any>[] {
    const apart = graph
        .of("aws:ec2/securityGroupRule", "aws:vpc/securityGroupIngressRule")
        .filter(({ props }) => props.securityGroupId === id && props.type !== "egress");
    return [...listOf(group?.props.ingress), ...apart.map(({ props }) => props)];
}

function openings(rule: Record<string, any>, group: string, graph: Graph): Opening[] {
    const own = graph
        .of("aws:ec2/vpc")
        .flatMap(({ props, state }) => [...listOf(props.cidrBlock), ...listOf(state.ipv6CidrBlock)]);
    const ways = (family: Family, from: string) => ({ family, says: `${group} (${from})`, ...portsOf(rule) });
    const blocks = (family: Family, ...sources: unknown[]) =>
        sources
            .flatMap(listOf)
            .filter((block) => isOfInternet(String(block), own))
            .map((block) => ways(family, String(block)));
    const lists = [rule.prefixListId, rule.prefixListIds].flatMap(listOf);
    return [
        ...blocks(4, rule.cidrIpv4, rule.cidrBlocks),
        ...blocks(6, rule.cidrIpv6, rule.ipv6CidrBlocks),
        // The CDN's own list holds the addresses of everybody's distributions.
        ...lists.flatMap((list) => both.map((family) => ways(family, `everybody on the list ${list}`))),
    ];
}

function portsOf(rule: Record<string, any>): Pick<Opening, "ports" | "holds"> {
    const protocol = String(rule.ipProtocol ?? rule.protocol ?? "-1").toLowerCase();
    if (/^(icmp|icmpv6|1|58)$/.test(protocol)) return { ports: "ping", holds: () => false };
    const [from, to] = [Number(rule.fromPort ?? 0), Number(rule.toPort ?? 65535)];
    if (protocol === "-1" || protocol === "all" || (from <= 0 && to >= 65535))
        return { ports: "every port", holds: () => true };
    const ports = from === to ? `port ${from}` : `ports ${from} to ${to}`;
    return { ports, holds: (port) => from <= port && port <= to };
}
