import type { Properties, Value } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import { createChild, idOf, outputOf } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext } from "./expansion.ts";
import { ipv6BlockOf } from "./ipv6.ts";
import { isType } from "./subnet-specs.ts";
import type { PlannedSubnet } from "./subnet-specs.ts";

/** What every child of one VPC needs. */
export interface Network {
    name: string;
    args: Arguments;
    context: ConstructContext;
    vpc: Child;
    gateway: Child;
    zones: string[];
    /** The program's tags and the VPC's name. */
    tags: Properties;
    ownTags: Properties;
}

export interface NatPlan {
    /** "none", "single" or "oneperaz". */
    strategy: string;
    /** Allocation ids that the program brings; without them each gateway gets an address of its own. */
    addresses: Value[];
}

interface MadeSubnet {
    spec: PlannedSubnet;
    subnet: Child;
}

export interface MadeNetwork {
    subnets: MadeSubnet[];
    routeTables: Child[];
    associations: Child[];
    routes: Child[];
    natGateways: Child[];
    addresses: Child[];
}

/** Within a zone the public subnets come first, because they host the gateways of the others. */
function rank(spec: PlannedSubnet): number {
    return ["public", "private", "isolated"].indexOf(spec.type.toLowerCase());
}

async function createNatGateway(
    network: Network,
    made: MadeNetwork,
    subnet: Child,
    zone: number,
    nat: NatPlan,
) {
    const { context, name, ownTags } = network;
    const region = network.args.values.region;
    const tags = { ...ownTags, Name: `${name}-${zone + 1}` };
    const under = { parent: subnet.urn, dependsOn: [subnet] };
    let allocationId: Value | undefined = nat.addresses[zone];
    if (nat.addresses.length === 0) {
        const address = await createChild(context, "aws:ec2/eip:Eip", tags.Name, { region, tags }, under);
        made.addresses.push(address);
        allocationId = outputOf(address, "allocationId");
    }
    const draft = { region, subnetId: idOf(subnet), allocationId, tags };
    made.natGateways.push(
        await createChild(context, "aws:ec2/natGateway:NatGateway", tags.Name, draft, under),
    );
}

async function createSubnet(network: Network, spec: PlannedSubnet, index: number): Promise<Child> {
    const { args, context, vpc, tags } = network;
    const assign = spec.assignIpv6AddressOnCreation ?? args.values.assignGeneratedIpv6CidrBlock ?? false;
    const specTags = args.spelledOut(spec.tags, "subnetSpecs.tags");
    const draft = {
        region: args.values.region,
        vpcId: idOf(vpc),
        availabilityZone: spec.zone,
        mapPublicIpOnLaunch: isType(spec, "public"),
        cidrBlock: spec.cidrBlock,
        assignIpv6AddressOnCreation: assign,
        ipv6CidrBlock: args.within(() => ipv6BlockOf(outputOf(vpc, "ipv6CidrBlock"), assign, index)),
        tags: { ...tags, ...specTags, Name: spec.nameTag, SubnetType: spec.type },
    };
    const under = { parent: vpc.urn, dependsOn: [vpc] };
    return createChild(context, "aws:ec2/subnet:Subnet", spec.resourceName, draft, under);
}

async function createRoute(
    network: Network,
    made: MadeNetwork,
    spec: PlannedSubnet,
    table: Child,
    target: Properties,
) {
    const draft = {
        region: network.args.values.region,
        routeTableId: idOf(table),
        destinationCidrBlock: "0.0.0.0/0",
        ...target,
    };
    const under = { parent: table.urn, dependsOn: [table] };
    made.routes.push(
        await createChild(network.context, "aws:ec2/route:Route", spec.resourceName, draft, under),
    );
}

async function createRouting(
    network: Network,
    made: MadeNetwork,
    spec: PlannedSubnet,
    subnet: Child,
): Promise<Child> {
    const { args, context, vpc, tags } = network;
    const region = args.values.region;
    const tableTags = { ...tags, Name: spec.nameTag, SubnetType: spec.type };
    const draft = { region, vpcId: idOf(vpc), tags: tableTags };
    const inSubnet = { parent: subnet.urn, dependsOn: [subnet] };
    const table = await createChild(
        context,
        "aws:ec2/routeTable:RouteTable",
        spec.resourceName,
        draft,
        inSubnet,
    );
    made.routeTables.push(table);
    const type = "aws:ec2/routeTableAssociation:RouteTableAssociation";
    const pair = { region, routeTableId: idOf(table), subnetId: idOf(subnet) };
    const inTable = { parent: table.urn, dependsOn: [table] };
    made.associations.push(await createChild(context, type, spec.resourceName, pair, inTable));
    return table;
}

/** A subnet and how it reaches the internet: by the internet gateway, by a NAT gateway, or not at all. */
async function createOne(
    network: Network,
    made: MadeNetwork,
    spec: PlannedSubnet,
    zone: number,
    nth: number,
    nat: NatPlan,
) {
    const subnet = await createSubnet(network, spec, zone + nth * network.zones.length);
    made.subnets.push({ spec, subnet });
    const table = await createRouting(network, made, spec, subnet);
    if (isType(spec, "public")) {
        const wanted = { none: 0, single: 1, oneperaz: zone + 1 }[nat.strategy] ?? 0;
        if (made.natGateways.length < wanted) await createNatGateway(network, made, subnet, zone, nat);
        await createRoute(network, made, spec, table, { gatewayId: idOf(network.gateway) });
    } else if (isType(spec, "private") && nat.strategy !== "none") {
        const gateway = made.natGateways[nat.strategy === "single" ? 0 : zone];
        if (gateway) await createRoute(network, made, spec, table, { natGatewayId: idOf(gateway) });
    }
}

export async function createSubnets(
    network: Network,
    subnets: PlannedSubnet[],
    nat: NatPlan,
): Promise<MadeNetwork> {
    const made: MadeNetwork = {
        subnets: [],
        routeTables: [],
        associations: [],
        routes: [],
        natGateways: [],
        addresses: [],
    };
    for (const [zone, zoneName] of network.zones.entries()) {
        const used = subnets.filter((spec) => spec.zone === zoneName && spec.type.toLowerCase() !== "unused");
        const inOrder = used.sort((a, b) => rank(a) - rank(b));
        for (const [nth, spec] of inOrder.entries()) await createOne(network, made, spec, zone, nth, nat);
    }
    return made;
}
