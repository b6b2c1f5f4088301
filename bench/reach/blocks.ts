import { BlockList, isIP } from "node:net";

/** Version of IP. */
export type Family = 4 | 6;

/** Addresses that no packet from the internet comes from (RFC 1918, 6598, 3927, 1122; RFC 4193, 4291). */
const inner = [
    ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
    ...["fc00::/7", "fe80::/10", "::1/128"],
];

/**
 * Whether somebody on the internet can have an address of this block: an office's is on the internet, too. What can't be
 * read counts.
 *
 * @param own Blocks of the VPCs.
 */
export function isOfInternet(block: string, own: readonly string[]): boolean {
    return ![...inner, ...own].some((outer) => isWithin(block, outer));
}

function isWithin(block: string, outer: string): boolean {
    const [address, bits, family] = read(block);
    const [around, least, kind] = read(outer);
    if (family === 0 || family !== kind || !(bits >= least)) return false;
    const list = new BlockList();
    const name = family === 4 ? "ipv4" : "ipv6";
    list.addSubnet(around, least, name);
    return list.check(address, name);
}

function read(block: string): [address: string, bits: number, family: number] {
    const [address = "", bits = isIP(address) === 4 ? "32" : "128"] = block.split("/");
    return [address, /^\d+$/.test(bits) ? Number(bits) : NaN, isIP(address)];
}
