import type { Properties } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import { contains, overlaps, parseBlock } from "./ipv4.ts";
import { layoutOf, layoutOfSpecs } from "./subnet-layout.ts";
import { isType, specFaults, withSizes, zoneSuffix } from "./subnet-specs.ts";
import type { Placement, PlannedSubnet, SubnetSpec } from "./subnet-specs.ts";
import { autoSubnets, explicitSubnets, gapsIn } from "./subnets-auto.ts";
import { legacySubnets } from "./subnets-legacy.ts";

const TYPES = ["public", "private", "isolated", "unused"];
const STRATEGIES = ["Legacy", "Auto", "AutoMerge", "Exact"];
const FIELDS = ["type", "name", "cidrMask", "size", "cidrBlocks", "assignIpv6AddressOnCreation", "tags"];

export interface SubnetPlan {
    subnets: PlannedSubnet[];
    layout: Properties[];
    /** The specs rely on today's default strategy, which awsx will change. */
    leansOnDefault: boolean;
}

function readSpecs(args: Arguments): SubnetSpec[] | undefined {
    const list = args.values.subnetSpecs;
    if (list === undefined || list === null) return undefined;
    if (!Array.isArray(list)) throw args.refusal("subnetSpecs", "it is not a plain list");
    return list.map((item, index) => {
        const path = `subnetSpecs[${index}]`;
        const { tags, ...rest } = args.spelledOut(item, path);
        const strange = Object.keys(rest).find((key) => !FIELDS.includes(key));
        if (strange) throw args.refusal(`${path}.${strange}`, "awsx 3.9.0 has no such argument");
        const spec = args.knownAt<SubnetSpec>(rest, path) ?? { type: "" };
        if (!TYPES.includes(spec.type?.toLowerCase())) {
            throw args.error(
                `${path}.type is ${JSON.stringify(spec.type)}; use Public, Private, Isolated or Unused.`,
            );
        }
        return tags === undefined ? spec : { ...spec, tags: args.spelledOut(tags, `${path}.tags`) };
    });
}

function allocate(
    args: Arguments,
    strategy: string,
    placement: Placement,
    vpcBlock: string,
    specs?: SubnetSpec[],
): PlannedSubnet[] {
    if (strategy === "Legacy" || (!specs && strategy === "Exact"))
        return legacySubnets(placement, vpcBlock, specs);
    if (specs?.some(({ cidrBlocks }) => cidrBlocks)) return explicitSubnets(placement, specs);
    const zoneMask = args.known<number>("availabilityZoneCidrMask");
    return autoSubnets(placement, { vpcBlock, specs, zoneMask, merge: strategy === "AutoMerge" });
}

function check(args: Arguments, vpcBlock: string, subnets: PlannedSubnet[], natStrategy: string): void {
    const blocks = subnets.map(({ cidrBlock }) => args.within(() => parseBlock(cidrBlock)));
    // The plugin plans such a subnet all the same: alignment pushed it out, and AWS refuses it at apply time.
    const outside = subnets.find(
        (_, index) => !contains(parseBlock(vpcBlock), blocks[index] ?? parseBlock(vpcBlock)),
    );
    if (outside) {
        throw args.error(
            `${outside.resourceName} would be ${outside.cidrBlock}, outside the VPC's ${vpcBlock}, which AWS refuses; ` +
                `put larger subnets first in subnetSpecs, or use a larger cidrBlock.`,
        );
    }
    const colliding = subnets.filter((_, index) =>
        blocks.some((block, other) => other !== index && overlaps(block, blocks[index] ?? block)),
    );
    if (colliding.length > 0) {
        const list = colliding
            .map(({ resourceName, cidrBlock }) => `${resourceName} ${cidrBlock}`)
            .join(", ");
        throw args.error(
            `these subnets overlap: ${list}. Use a larger cidrBlock, smaller subnets or fewer zones.`,
        );
    }
    const routed = subnets.some((subnet) => isType(subnet, "private") || isType(subnet, "isolated"));
    if (natStrategy !== "none" && !(routed && subnets.some((subnet) => isType(subnet, "public")))) {
        throw args.error(
            `natGateways.strategy is ${natStrategy}, which needs public subnets and private or isolated ones; ` +
                `add them to subnetSpecs, or use "None".`,
        );
    }
}

function checkZones(args: Arguments, placement: Placement): void {
    const suffixes = placement.zones.map(zoneSuffix);
    const twice = suffixes.find((suffix, index) => suffixes.indexOf(suffix) !== index);
    if (placement.nameTagStrategy === "AvailabilityZone" && twice !== undefined) {
        throw args.error(
            `subnetNameTagStrategy is AvailabilityZone, and two zones end in "${twice}"; use distinct zones.`,
        );
    }
}

/** Which subnets the VPC gets, where and with which addresses; `natStrategy` in lower case. */
export function planSubnets(
    args: Arguments,
    vpcName: string,
    zones: string[],
    vpcBlock: string,
    natStrategy: string,
): SubnetPlan {
    const strategy = args.known<string>("subnetStrategy") ?? "Legacy";
    if (!STRATEGIES.includes(strategy)) {
        throw args.error(`subnetStrategy is "${strategy}"; use ${STRATEGIES.join(", ")}.`);
    }
    const nameTagStrategy = args.known<string>("subnetNameTagStrategy") ?? "Legacy";
    const placement: Placement = { vpcName, zones, nameTagStrategy };
    checkZones(args, placement);
    const given = readSpecs(args);
    if (strategy === "AutoMerge" && given?.some(({ cidrBlocks }) => cidrBlocks)) {
        throw args.error(
            `subnetStrategy is "AutoMerge", and subnetSpecs has cidrBlocks; use "Auto" or "Exact".`,
        );
    }
    const faults = args.within(() => specFaults(given ?? [], zones.length));
    if (faults.length > 0) throw args.error(`${faults.join("; ")}.`);
    const specs = given && withSizes(given);
    const subnets = args.within(() => allocate(args, strategy, placement, vpcBlock, specs));
    check(args, vpcBlock, subnets, natStrategy);
    if (strategy === "Exact") {
        const gaps = gapsIn(vpcBlock, subnets);
        if (gaps.length > 0)
            throw args.error(`subnetStrategy is "Exact", and the subnets leave gaps: ${gaps.join(", ")}.`);
    }
    const derived = strategy === "Legacy" || strategy === "AutoMerge" || !specs;
    const layout = derived ? layoutOf(subnets, zones.length) : layoutOfSpecs(specs);
    const explicit = specs?.some(({ cidrBlocks }) => cidrBlocks) ?? false;
    return {
        subnets,
        layout,
        leansOnDefault: args.values.subnetStrategy === undefined && !!specs && !explicit,
    };
}
