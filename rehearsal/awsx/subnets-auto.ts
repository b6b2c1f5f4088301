import { bitsFor, blockAfter, blockAt, firstOf, formatBlock, lastOf, parseBlock, sizeOf } from "./ipv4.ts";
import { plannedSubnet } from "./subnet-specs.ts";
import type { Placement, PlannedSubnet, SubnetSpec } from "./subnet-specs.ts";

/** What a VPC without `subnetSpecs` has in each zone. */
const DEFAULT_TYPES = ["Private", "Public"];
/** A default subnet is never smaller than a /28, so a zone is never smaller than this. */
const SMALLEST_ZONE = 26;
/** Default subnets use the first /16 of a larger zone and leave the rest. */
const LARGEST_ZONE = 16;

function defaultSpecs(zoneMask: number): SubnetSpec[] {
    if (zoneMask > SMALLEST_ZONE) {
        throw new Error(
            `Each zone has a /${zoneMask}, and default subnets need a /${SMALLEST_ZONE}; use a larger cidrBlock, ` +
                `fewer zones, or subnetSpecs with a cidrMask each.`,
        );
    }
    const mask = Math.max(zoneMask, LARGEST_ZONE);
    return DEFAULT_TYPES.map((type, index) => ({ type, cidrMask: mask + index + 1 }));
}

/** The defaults with the program's own fields over them, and then what else it asks for. */
function merged(own: SubnetSpec[], zoneMask: number): SubnetSpec[] {
    const isOverride = (spec: SubnetSpec): boolean =>
        spec.name === undefined &&
        DEFAULT_TYPES.some((type) => type.toLowerCase() === spec.type.toLowerCase());
    const overrides = own.filter(isOverride);
    const defaults = defaultSpecs(zoneMask).map((spec) => ({
        ...spec,
        // An override without a mask takes the default's away: the plugin has it so.
        ...overrides.find(({ type }) => type.toLowerCase() === spec.type.toLowerCase()),
    }));
    return [...defaults, ...own.filter((spec) => !isOverride(spec))];
}

export interface AutoArgs {
    vpcBlock: string;
    specs?: SubnetSpec[];
    /** Size of a zone; without it the VPC is shared out among the zones. */
    zoneMask?: number;
    /** "AutoMerge": the specs are changes to the default ones rather than all there are. */
    merge: boolean;
}

/** `subnetStrategy: "Auto"` and "AutoMerge": in each zone the specs in the order given, without gaps but for alignment. */
export function autoSubnets(placement: Placement, args: AutoArgs): PlannedSubnet[] {
    const vpc = parseBlock(args.vpcBlock);
    const zoneMask = args.zoneMask ?? vpc.mask + bitsFor(placement.zones.length);
    const specs = args.merge ? merged(args.specs ?? [], zoneMask) : (args.specs ?? defaultSpecs(zoneMask));
    if (specs.length === 0)
        throw new Error("subnetSpecs is empty; name at least one subnet or leave it out.");
    const maskOf = (spec: SubnetSpec): number => spec.cidrMask ?? zoneMask + bitsFor(specs.length);
    const wanted = specs.reduce((sum, spec) => sum + sizeOf(maskOf(spec)), 0);
    if (wanted > sizeOf(zoneMask)) {
        throw new Error(
            `The subnets of a zone need ${wanted} addresses, and a zone has ${sizeOf(zoneMask)}; use a larger ` +
                `cidrBlock, fewer zones or smaller subnets.`,
        );
    }
    return placement.zones.flatMap((_, zone) => {
        let block = blockAt(firstOf(blockAt(firstOf(vpc), zoneMask)) + zone * sizeOf(zoneMask), zoneMask);
        return specs.map((spec, index) => {
            block = index === 0 ? blockAt(firstOf(block), maskOf(spec)) : blockAfter(block, maskOf(spec));
            return plannedSubnet(placement, spec, zone, formatBlock(block));
        });
    });
}

/** Specs that say each block themselves, one a zone. */
export function explicitSubnets(placement: Placement, specs: SubnetSpec[]): PlannedSubnet[] {
    return placement.zones.flatMap((_, zone) =>
        specs.map((spec) => plannedSubnet(placement, spec, zone, spec.cidrBlocks?.[zone] ?? "")),
    );
}

/** Where an "Exact" layout leaves addresses of the VPC without a subnet. */
export function gapsIn(vpcBlock: string, subnets: PlannedSubnet[]): string[] {
    const vpc = parseBlock(vpcBlock);
    const blocks = subnets.map(({ cidrBlock }) => parseBlock(cidrBlock));
    const gaps = blocks.flatMap((block, index) => {
        const previous = blocks[index - 1];
        const expected = previous ? lastOf(previous) + 1 : firstOf(vpc);
        return firstOf(block) === expected ? [] : [`before ${subnets[index]?.resourceName}`];
    });
    const last = blocks.at(-1);
    return last && lastOf(last) === lastOf(vpc) ? gaps : [...gaps, "at the end"];
}
