import { isIPv6 } from "node:net";
import { hasUnknown, plain, UNKNOWN } from "../values.ts";
import type { Value } from "../values.ts";
import { link, linksOf } from "./links.ts";

/** The `index`-th /64 of a VPC's /56: the low byte of the fourth group counts subnets. */
function nthBlock(vpcBlock: string, index: number): string {
    const [address = "", mask] = vpcBlock.split("/");
    const groups = address.split(":");
    if (!isIPv6(address) || mask !== "56" || groups.length < 4 || !groups[3]) {
        throw new Error(
            `The VPC's IPv6 block is ${vpcBlock}; subnets need a /56 whose first four groups are written out.`,
        );
    }
    if (index > 0xff) throw new Error(`A /56 has 256 subnets; the ${index + 1}th has no IPv6 block.`);
    const fourth = (parseInt(groups[3], 16) & 0xff00) | index;
    return `${groups.slice(0, 3).join(":")}:${fourth.toString(16)}::/64`;
}

/** A subnet's IPv6 block; unknown while the VPC's is, even for a subnet that won't have one, as in the plugin. */
export function ipv6BlockOf(vpcBlock: Value | undefined, assign: Value, index: number): Value | undefined {
    const links = [...new Set([...linksOf(vpcBlock), ...linksOf(assign)])];
    if (hasUnknown(vpcBlock) || hasUnknown(assign)) return link(UNKNOWN, links);
    if (plain(assign) !== true) return undefined;
    const known = vpcBlock === undefined ? undefined : plain(vpcBlock);
    if (typeof known !== "string") {
        throw new Error(
            "A subnet sets assignIpv6AddressOnCreation, and the VPC has no IPv6 block; set assignGeneratedIpv6CidrBlock.",
        );
    }
    return link(nthBlock(known, index), links);
}
