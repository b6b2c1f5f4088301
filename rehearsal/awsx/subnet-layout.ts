import type { Properties } from "../values.ts";
import { blockAt, contains, firstOf, lastOf, parseBlock } from "./ipv4.ts";
import type { Block } from "./ipv4.ts";
import { settled } from "./links.ts";
import type { PlannedSubnet, SubnetSpec } from "./subnet-specs.ts";

/** The fewest aligned blocks that fill the addresses between two subnets. */
function between(a: Block, b: Block): Block[] {
    const [start, end] = firstOf(a) < firstOf(b) ? [a, b] : [b, a];
    const gaps: Block[] = [];
    let previous = a;
    let next = blockAt(lastOf(start) + 1, start.mask);
    while (firstOf(next) < firstOf(end)) {
        for (;;) {
            const wider = blockAt(firstOf(next), next.mask - 1);
            if (contains(wider, { address: lastOf(previous), mask: 32 })) break;
            if (contains(wider, { address: firstOf(end), mask: 32 })) break;
            next = wider;
        }
        gaps.push(next);
        previous = next;
        next = blockAt(lastOf(next) + 1, next.mask);
    }
    return gaps;
}

/** The layout as `Auto` would have to be told to get the same subnets: the plugin's advice for leaving "Legacy". */
export function layoutOf(subnets: PlannedSubnet[], zones: number): Properties[] {
    const layout: Properties[] = [];
    let previous: Block | undefined;
    for (const subnet of subnets.slice(0, subnets.length / zones)) {
        const block = parseBlock(subnet.cidrBlock);
        const gaps = previous ? between(previous, block) : [];
        layout.push(...gaps.map(({ mask }) => ({ type: "Unused", cidrMask: mask })));
        layout.push({ type: subnet.type, cidrMask: block.mask });
        previous = block;
    }
    return layout;
}

/** The layout that the program spelled out itself. */
export function layoutOfSpecs(specs: SubnetSpec[]): Properties[] {
    return specs.map(({ type, name, cidrBlocks, cidrMask, size }) =>
        settled({
            type,
            name: name || undefined,
            cidrBlocks,
            cidrMask: cidrMask || undefined,
            size: size || undefined,
        }),
    );
}
