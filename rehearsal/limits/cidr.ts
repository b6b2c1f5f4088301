/** A block of IPv4 addresses: the first one, and how many bits of it are the network's. */
export interface Block {
    first: number;
    bits: number;
}

/** Reads `10.0.0.0/16`; undefined for anything else. */
export function blockOf(text: string): Block | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
    if (match === null) return undefined;
    const numbers = match.slice(1).map(Number);
    const bits = numbers.pop() ?? 33;
    if (bits > 32 || numbers.some((octet) => octet > 255)) return undefined;
    const address = numbers.reduce((sum, octet) => sum * 256 + octet, 0);
    // AWS makes the block canonical, as in 100.68.0.18/18 → 100.68.0.0/18.
    return { first: address - (address % 2 ** (32 - bits)), bits };
}

function last({ first, bits }: Block): number {
    return first + 2 ** (32 - bits) - 1;
}

export function overlap(one: Block, other: Block): boolean {
    return one.first <= last(other) && other.first <= last(one);
}

export function inside(inner: Block, outer: Block): boolean {
    return inner.first >= outer.first && last(inner) <= last(outer);
}
