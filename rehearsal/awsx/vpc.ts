import { hasSecret, hasUnknown, plain, secret, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, idOf, referenceTo } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { derive, link, linksOf, unlinked } from "./links.ts";
import { createEndpoints, endpointDefaults, readEndpoints } from "./vpc-endpoints.ts";
import { createSubnets } from "./vpc-routing.ts";
import type { NatPlan } from "./vpc-routing.ts";
import { planSubnets } from "./vpc-subnets.ts";

/** What the plugin hands on to `aws.ec2.Vpc` as it is. */
const PASSED_ON = [
    "assignGeneratedIpv6CidrBlock",
    "enableDnsHostnames",
    "enableDnsSupport",
    "enableNetworkAddressUsageMetrics",
    "instanceTenancy",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6CidrBlock",
    "ipv6CidrBlockNetworkBorderGroup",
    "ipv6IpamPoolId",
    "ipv6NetmaskLength",
    "region",
];
const ACCEPTED = [
    ...PASSED_ON,
    "availabilityZoneCidrMask",
    "availabilityZoneNames",
    "cidrBlock",
    "natGateways",
    "numberOfAvailabilityZones",
    "subnetNameTagStrategy",
    "subnetSpecs",
    "subnetStrategy",
    "tags",
    "vpcEndpointSpecs",
    "vpcEndpointStrategy",
];

async function zonesOf(args: Arguments, context: ConstructContext): Promise<string[]> {
    const names = args.known<string[]>("availabilityZoneNames");
    const count = args.known<number>("numberOfAvailabilityZones");
    if (names && count) throw args.error("use availabilityZoneNames or numberOfAvailabilityZones, not both.");
    if (names) return names;
    const region = args.known<string>("region");
    const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
    const zones = (await context.invoke(token, region ? { region } : {})).names;
    const wanted = count ?? 3;
    if (!Array.isArray(zones) || zones.length < wanted) {
        const seen = Array.isArray(zones) ? zones.length : "no";
        throw args.error(
            `the region has ${seen} zones, and ${wanted} are wanted; set numberOfAvailabilityZones.`,
        );
    }
    return zones.slice(0, wanted).map(String);
}

function natPlanOf(args: Arguments, zones: number): NatPlan {
    const { strategy, elasticIpAllocationIds, ...others } = args.spelledOut(
        args.values.natGateways,
        "natGateways",
    );
    const strange = Object.keys(others)[0];
    if (strange) throw args.refusal(`natGateways.${strange}`, "awsx 3.9.0 has no such argument");
    const seen = args.knownAt<string>(strategy, "natGateways.strategy") ?? "OnePerAz";
    const allowed: Record<string, number> = { none: 0, single: 1, oneperaz: zones };
    const wanted = allowed[seen.toLowerCase()];
    if (wanted === undefined)
        throw args.error(`natGateways.strategy is "${seen}"; use None, Single or OnePerAz.`);
    const addresses = elasticIpAllocationIds ?? [];
    if (!Array.isArray(addresses))
        throw args.refusal("natGateways.elasticIpAllocationIds", "it is not a plain list");
    if (addresses.length > 0 && addresses.length !== wanted) {
        throw args.error(
            `natGateways.elasticIpAllocationIds has ${addresses.length} entries; ` +
                `with the strategy ${seen} give ${wanted === 0 ? "none" : `none or ${wanted}`}.`,
        );
    }
    return { strategy: seen.toLowerCase(), addresses };
}

function blockOf(args: Arguments): string {
    const pool = args.values.ipv4IpamPoolId !== undefined;
    const block = args.known<string>("cidrBlock");
    if (pool && block && args.values.ipv4NetmaskLength !== undefined) {
        throw args.error("use cidrBlock or ipv4NetmaskLength with ipv4IpamPoolId, not both.");
    }
    if (pool && !block)
        throw args.refusal("ipv4IpamPoolId", "only AWS knows which block it gives; set cidrBlock too");
    return block ?? "10.0.0.0/16";
}

/** Lists of children, and the children themselves, as the program sees them. */
function resourceState(name: string, children: Child[]): Properties {
    return { [name]: children.map(referenceTo) };
}

/** awsx:ec2:Vpc: subnets, routes, NAT gateways and endpoints, planned from the arguments. */
export async function expandVpc(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const args = new Arguments("awsx:ec2:Vpc", name, inputs, ACCEPTED);
    const endpoints = readEndpoints(args, context);
    const cidrBlock = blockOf(args);
    const zones = await zonesOf(args, context);
    const nat = natPlanOf(args, zones.length);
    const plan = planSubnets(args, name, zones, cidrBlock, nat.strategy);
    const specTags = plan.subnets.flatMap(({ tags: own }) => own ?? []);
    if (plan.leansOnDefault && !hasUnknown(specTags)) {
        const layout = JSON.stringify(plan.layout);
        context.warn(
            `awsx will make "Auto" the default subnetStrategy; it has today's layout as ${layout}. Set one.`,
        );
    }

    const ownTags = args.spelledOut(inputs.tags, "tags");
    const tags: Properties = { Name: name, ...ownTags };
    const passedOn = Object.fromEntries(PASSED_ON.map((key) => [key, inputs[key]]));
    const dns = endpointDefaults(args, endpoints);
    const vpc = await createChild(context, "aws:ec2/vpc:Vpc", name, { ...passedOn, ...dns, cidrBlock, tags });
    const under = { parent: vpc.urn, dependsOn: [vpc] };
    const gatewayArgs = { region: inputs.region, vpcId: idOf(vpc), tags };
    const gateway = await createChild(
        context,
        "aws:ec2/internetGateway:InternetGateway",
        name,
        gatewayArgs,
        under,
    );
    const network = { name, args, context, vpc, gateway, zones, tags, ownTags };
    const made = await createSubnets(network, plan.subnets, nat);
    const vpcEndpoints = await createEndpoints(network, endpoints, made);

    const subnetsOf = (...types: string[]): Child[] =>
        made.subnets
            .filter(({ spec }) => types.includes(spec.type.toLowerCase()))
            .map(({ subnet }) => subnet);
    const ids = (type: string): Value => derive(subnetsOf(type).map(idOf), (known) => known);
    const state: Properties = {
        vpc: referenceTo(vpc),
        vpcId: idOf(vpc),
        internetGateway: referenceTo(gateway),
        ...resourceState(
            "subnets",
            made.subnets.map(({ subnet }) => subnet),
        ),
        ...resourceState("publicSubnets", subnetsOf("public")),
        ...resourceState("privateSubnets", subnetsOf("private")),
        ...resourceState("isolatedSubnets", subnetsOf("isolated")),
        ...resourceState("routeTables", made.routeTables),
        ...resourceState("routes", made.routes),
        ...resourceState("routeTableAssociations", made.associations),
        ...resourceState("natGateways", made.natGateways),
        ...resourceState("eips", made.addresses),
        ...resourceState("vpcEndpoints", vpcEndpoints),
        publicSubnetIds: ids("public"),
        privateSubnetIds: ids("private"),
        isolatedSubnetIds: ids("isolated"),
        subnetLayout: link(
            hasUnknown(specTags) ? UNKNOWN : plan.layout,
            linksOf(specTags),
            hasSecret(specTags),
        ),
    };
    // The plugin makes all of these from one output that holds every subnet's id, so each depends on every subnet.
    const shared = linksOf([idOf(vpc), ...made.subnets.map(({ subnet }) => idOf(subnet)), ...specTags]);
    const { values, links } = unlinked(state);
    const stateDependencies = Object.fromEntries(
        Object.entries(links).map(([key, own]) => [key, [...new Set([...shared, ...own])]]),
    );
    // ... and one secret tag of a subnet makes all of it secret.
    const whole = Object.entries(values).map(([key, value]) => [
        key,
        hasSecret(specTags) ? secret(plain(value)) : value,
    ]);
    return { state: Object.fromEntries(whole) as Properties, stateDependencies, outputs: {} };
}
