/** An IPv4 block. `address` may lie inside the block: the plugin's older allocator counts from it, not from the start. */
export interface Block {
    address: number;
    mask: number;
}

const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const ADDRESSES = 2 ** 32;

export function parseBlock(text: string): Block {
    const [octets, mask] = [CIDR.exec(text)?.slice(1, 5).map(Number), Number(CIDR.exec(text)?.[5])];
    if (!octets || octets.some((octet) => octet > 255) || mask > 32) {
        throw new Error(`"${text}" is not an IPv4 block; write it like "10.0.0.0/16".`);
    }
    return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), mask };
}

export function formatBlock({ address, mask }: Block): string {
    return `${formatAddress(address)}/${mask}`;
}

function formatAddress(address: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function sizeOf(mask: number): number {
    return 2 ** (32 - mask);
}

export function firstOf({ address, mask }: Block): number {
    return address - (address % sizeOf(mask));
}

export function lastOf(block: Block): number {
    return firstOf(block) + sizeOf(block.mask) - 1;
}

/** The block of this size that holds the address; refuses a size or an address that IPv4 doesn't have. */
export function blockAt(address: number, mask: number): Block {
    if (mask < 0 || mask > 32) throw new Error(`There is no /${mask} block; a mask is 0 to 32.`);
    if (address >= ADDRESSES)
        throw new Error(`The blocks run past 255.255.255.255; start lower or use smaller ones.`);
    return { address: firstOf({ address, mask }), mask };
}

/** The next block of size `mask` that starts after `previous` ends. */
export function blockAfter(previous: Block, mask: number): Block {
    return blockAt(lastOf(blockAt(lastOf(previous), mask)) + 1, mask);
}

export function overlaps(a: Block, b: Block): boolean {
    return firstOf(a) <= lastOf(b) && firstOf(b) <= lastOf(a);
}

export function contains(outer: Block, inner: Block): boolean {
    return firstOf(outer) <= firstOf(inner) && lastOf(inner) <= lastOf(outer);
}

/** Bits that tell `count` blocks apart. */
export function bitsFor(count: number): number {
    return count === 0 ? 0 : Math.ceil(Math.log2(count));
}
