import type { Value } from "../values.ts";
import { parseBlock, sizeOf } from "./ipv4.ts";

/** One entry of `subnetSpecs`, as the program gave it. */
export interface SubnetSpec {
    type: string;
    name?: string;
    cidrMask?: number;
    size?: number;
    cidrBlocks?: string[];
    assignIpv6AddressOnCreation?: boolean;
    /** Keeps its links: tags don't shape the graph. */
    tags?: Value;
}

/** A subnet that the VPC will have. */
export interface PlannedSubnet extends Pick<SubnetSpec, "assignIpv6AddressOnCreation" | "tags"> {
    cidrBlock: string;
    type: string;
    zone: string;
    /** Counts zones from 1 whatever the tags say, so that a change of tags never replaces a subnet. */
    resourceName: string;
    nameTag: string;
}

/** Part of a zone's name after its region's letters: "us-east-1a" is "1a", the local zone "us-west-2-lax-1a" "2-lax-1a". */
export function zoneSuffix(zone: string): string {
    return zone.replace(/^[a-z]{2}(-[a-z]+)+-/, "");
}

export function isType(subnet: { type: string }, type: "public" | "private" | "isolated"): boolean {
    return subnet.type.toLowerCase() === type;
}

/** How subnets are named and in which zones they are. */
export interface Placement {
    vpcName: string;
    zones: string[];
    /** "AvailabilityZone" names zones in the Name tag; "Legacy" counts them. */
    nameTagStrategy: string;
}

export function plannedSubnet(
    at: Placement,
    spec: SubnetSpec,
    zone: number,
    cidrBlock: string,
): PlannedSubnet {
    const stem = `${at.vpcName}-${spec.name ?? spec.type.toLowerCase()}`;
    const zoneName = at.zones[zone] ?? "";
    return {
        cidrBlock,
        type: spec.type,
        zone: zoneName,
        resourceName: `${stem}-${zone + 1}`,
        nameTag: `${stem}-${at.nameTagStrategy === "AvailabilityZone" ? zoneSuffix(zoneName) : zone + 1}`,
        assignIpv6AddressOnCreation: spec.assignIpv6AddressOnCreation,
        tags: spec.tags,
    };
}

function repeatedNames(specs: SubnetSpec[]): string[] {
    const types = [...new Set(specs.map(({ type }) => type.toLowerCase()))];
    return types
        .filter((type) => {
            const names = specs.filter((spec) => spec.type.toLowerCase() === type).map(({ name }) => name);
            return new Set(names).size < names.length;
        })
        .map((type) => `several subnets of type ${type} share a name: give each its own \`name\``);
}

function blockFaults(spec: SubnetSpec, path: string, zones: number): string[] {
    if (!spec.cidrBlocks) return [`${path} has no cidrBlocks: give them to every spec or to none`];
    if (spec.cidrBlocks.length !== zones) {
        return [`${path} has ${spec.cidrBlocks.length} cidrBlocks: give one for each of the ${zones} zones`];
    }
    const masks = spec.cidrBlocks.map((block) => parseBlock(block).mask);
    if (masks.some((mask) => mask !== (spec.cidrMask ?? mask))) {
        return [`${path}.cidrMask is ${spec.cidrMask}: it must be the mask of its cidrBlocks`];
    }
    if (masks.some((mask) => sizeOf(mask) !== (spec.size ?? sizeOf(mask)))) {
        return [`${path}.size is ${spec.size}: it must be the size of its cidrBlocks`];
    }
    return [];
}

function sizeFault(spec: SubnetSpec, path: string): string[] {
    if (spec.size === undefined) return [];
    const mask = 32 - Math.log2(spec.size);
    if (!Number.isInteger(mask) || mask < 0 || mask > 30) {
        return [`${path}.size is ${spec.size}: use a power of two from 4 to 4294967296`];
    }
    const agrees = spec.cidrBlocks !== undefined || !spec.cidrMask || spec.cidrMask === mask;
    return agrees
        ? []
        : [`${path}.size is ${spec.size}, but a /${spec.cidrMask} has ${sizeOf(spec.cidrMask ?? 0)}`];
}

/** What is wrong with the specs, in words that follow "awsx:ec2:Vpc main: ". */
export function specFaults(specs: SubnetSpec[], zones: number): string[] {
    const explicit = specs.some(({ cidrBlocks }) => cidrBlocks !== undefined);
    return [
        ...repeatedNames(specs),
        ...specs.flatMap((spec, index) => sizeFault(spec, `subnetSpecs[${index}]`)),
        ...(explicit
            ? specs.flatMap((spec, index) => blockFaults(spec, `subnetSpecs[${index}]`, zones))
            : []),
    ];
}

/** Spells out the mask of a spec that gave its size, and the other way round. */
export function withSizes(specs: SubnetSpec[]): SubnetSpec[] {
    return specs.map((spec) => {
        if (spec.cidrBlocks) return spec;
        const cidrMask = spec.cidrMask ?? (spec.size === undefined ? undefined : 32 - Math.log2(spec.size));
        return { ...spec, cidrMask, size: cidrMask === undefined ? undefined : sizeOf(cidrMask) };
    });
}
