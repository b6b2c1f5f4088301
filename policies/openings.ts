import * as aws from "@pulumi/aws";
import type { Node, ResourceClass } from "./graph.ts";
import { isLeftOut } from "./references.ts";
import { listOf, numberOf } from "./values.ts";

const { SecurityGroup, SecurityGroupRule, DefaultSecurityGroup } = aws.ec2;

/** What opens a security group: itself, or a rule that is a resource of its own, in either of the provider's forms. */
export const openers = [
    aws.vpc.SecurityGroupIngressRule,
    SecurityGroupRule,
    SecurityGroup,
    DefaultSecurityGroup,
] as ResourceClass[];
export const groups = [SecurityGroup, DefaultSecurityGroup] as ResourceClass[];

/** One way into a security group that is open to everyone, or to nobody knows whom. */
interface Opening {
    ports: string;
    /** To addresses on a list of AWS's or somebody's: nobody sees here what is on it, or how it will change. */
    isList: boolean;
}

/** What a resource opens to everyone. */
export function openToAll({ type, props }: Node<any>): Opening[] {
    if (type.endsWith("SecurityGroup")) return (listOf(props.ingress) as object[]).flatMap(openingOf);
    // One class for both directions.
    return type.endsWith(":SecurityGroupRule") && props.type === "egress" ? [] : openingOf(props);
}

/** The same of one that is made already: a group that leaves its rules out shows them as unknown then. */
export function madeOpenToAll(node: Node<any>): Opening[] {
    return node.type.endsWith("SecurityGroup") && isLeftOut(node, "ingress") ? [] : openToAll(node);
}

function openingOf(rule: any): Opening[] {
    const blocks = [rule.cidrIpv4, rule.cidrIpv6, rule.cidrBlocks, rule.ipv6CidrBlocks].flatMap(listOf);
    const isList = rule.prefixListId !== undefined || rule.prefixListIds?.length > 0;
    const isOpen = blocks.some((block) => isEveryone(String(block)));
    if (!isList && !isOpen) return [];
    return [{ ports: `${rule.fromPort ?? 0} to ${rule.toPort ?? 65535}`, isList: !isOpen }];
}

/**
 * Blocks larger than any that one network has: two halves of the internet are open to all of it, too. The largest private
 * block is a /8 (RFC 1918) and fc00::/7 (RFC 4193); a /16 of IPv6 is larger than what a registry hands out.
 */
function isEveryone(block: string): boolean {
    const [address = "", bits] = block.split("/");
    if (!address.includes(":")) return !(numberOf(bits) >= 8);
    return !(numberOf(bits) >= 16) && !(/^f[cd]/i.test(address) && numberOf(bits) >= 7);
}
