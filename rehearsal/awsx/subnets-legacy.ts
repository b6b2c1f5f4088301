import { bitsFor, blockAfter, blockAt, formatBlock, overlaps, parseBlock, sizeOf } from "./ipv4.ts";
import type { Block } from "./ipv4.ts";
import { isType, plannedSubnet } from "./subnet-specs.ts";
import type { Placement, PlannedSubnet, SubnetSpec } from "./subnet-specs.ts";

/** The order in which a zone is filled, and the smallest mask that a spec without one gets. */
const ROWS = [
    { type: "Private", widest: 19 },
    { type: "Public", widest: 20 },
    { type: "Isolated", widest: 24 },
] as const;

/** The `index`-th block that is `bits` smaller than `base`, counted from the address as written. */
function split(base: Block, bits: number, index: number): Block {
    const mask = base.mask + bits;
    if (mask > 32) throw new Error(`A /${base.mask} can't be split by ${bits} bits; use a larger block.`);
    const address = base.address + index * sizeOf(mask);
    return { address, mask: blockAt(address, mask).mask };
}

/** Private first, half of a zone; then public, half of what is left: the layout of a VPC without `subnetSpecs`. */
function defaults(placement: Placement, zoneBlocks: Block[]): PlannedSubnet[] {
    const privates = zoneBlocks.map((block) => split(block, 1, 0));
    const publics = privates.map((block) => split(split(block, 0, 1), 1, 0));
    const row = (type: string, blocks: Block[]): PlannedSubnet[] =>
        blocks.map((block, zone) => plannedSubnet(placement, { type }, zone, formatBlock(block)));
    return [...row("Private", privates), ...row("Public", publics)];
}

/** Fills one zone, row by row; where the old arithmetic would overlap, the next free block is taken, as in the plugin. */
function fillZone(placement: Placement, zone: number, base: Block, specs: SubnetSpec[]): PlannedSubnet[] {
    const spare = specs.length === 1 ? 0 : 1;
    const planned: PlannedSubnet[] = [];
    let current: Block | undefined;
    let rowStart: Block | undefined;
    for (const { type, widest } of ROWS) {
        const row = specs.filter((spec) => isType(spec, type.toLowerCase() as "public"));
        const from: Block = rowStart ?? base;
        const start = rowStart ? split(rowStart, 0, 1) : base;
        row.forEach((spec, index) => {
            const mask = spec.cidrMask ?? Math.max(base.mask + spare, widest);
            let block = split(start, mask - from.mask, index);
            if (current && overlaps(current, block)) block = blockAfter(current, mask);
            current = block;
            rowStart = block;
            planned.push(plannedSubnet(placement, { ...spec, type }, zone, formatBlock(block)));
        });
    }
    return planned;
}

/** `subnetStrategy: "Legacy"`: zones of equal size, in each the private, public and isolated subnets in a row. */
export function legacySubnets(placement: Placement, vpcBlock: string, specs?: SubnetSpec[]): PlannedSubnet[] {
    const block = parseBlock(vpcBlock);
    const bits = bitsFor(placement.zones.length);
    const zoneBlocks = placement.zones.map((_, zone) => split(block, bits, zone));
    if (!specs) return defaults(placement, zoneBlocks);
    return zoneBlocks.flatMap((base, zone) => fillZone(placement, zone, base, specs));
}
