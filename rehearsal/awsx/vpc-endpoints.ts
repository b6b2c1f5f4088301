import { hasUnknown, plain } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import { createChild, idOf, outputOf } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext } from "./expansion.ts";
import { linksOf } from "./links.ts";
import type { Draft } from "./links.ts";
import type { MadeNetwork, Network } from "./vpc-routing.ts";

const FIELDS = [
    "autoAccept",
    "dnsOptions",
    "ipAddressType",
    "policy",
    "privateDnsEnabled",
    "region",
    "resourceConfigurationArn",
    "routeTableIds",
    "securityGroupIds",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "subnetConfigurations",
    "subnetIds",
    "tags",
    "vpcEndpointType",
];

interface Endpoint {
    spec: Properties;
    service: string;
    /** In lower case; undefined when only the cloud can tell. */
    type?: string;
    /** "Auto" finds subnets, route tables and a security group by itself; "Legacy" takes what the program gives. */
    auto: boolean;
}

function typeOf(spec: Properties): string | undefined {
    const type = spec.vpcEndpointType ?? "Gateway";
    const dynamic = hasUnknown(type) || linksOf(type).length > 0;
    return dynamic ? undefined : String(plain(type)).toLowerCase();
}

function warnOfMissing({ spec, service, type }: Endpoint, context: ConstructContext): void {
    const subnets = spec.subnetIds ?? spec.subnetConfigurations;
    const missing =
        type === "interface" && subnets === undefined
            ? "subnetIds"
            : type === "gateway" && spec.routeTableIds === undefined
              ? "routeTableIds"
              : undefined;
    if (missing)
        context.warn(
            `The endpoint ${service} has no ${missing}; vpcEndpointStrategy "Auto" would find them.`,
        );
}

export function readEndpoints(args: Arguments, context: ConstructContext): Endpoint[] {
    const strategy = args.known<string>("vpcEndpointStrategy") ?? "Legacy";
    if (strategy !== "Legacy" && strategy !== "Auto") {
        throw args.error(`vpcEndpointStrategy is "${strategy}"; use Auto or Legacy.`);
    }
    const list = args.values.vpcEndpointSpecs ?? [];
    if (!Array.isArray(list)) throw args.refusal("vpcEndpointSpecs", "it is not a plain list");
    return list.map((item, index) => {
        const path = `vpcEndpointSpecs[${index}]`;
        const spec = args.spelledOut(item, path);
        const strange = Object.keys(spec).find((key) => !FIELDS.includes(key));
        if (strange) throw args.refusal(`${path}.${strange}`, "awsx 3.9.0 has no such argument");
        const service = args.knownAt<string>(spec.serviceName, `${path}.serviceName`);
        if (!service) throw args.error(`${path}.serviceName is missing; name the service.`);
        const endpoint = { spec, service, type: typeOf(spec), auto: strategy === "Auto" };
        if (endpoint.auto && endpoint.type === undefined) {
            throw args.error(`${path}.vpcEndpointType is an output; with "Auto" it must be a plain string.`);
        }
        if (!endpoint.auto) warnOfMissing(endpoint, context);
        return endpoint;
    });
}

/** Private DNS of an interface endpoint needs both DNS attributes of the VPC: "Auto" turns them on. */
export function endpointDefaults(args: Arguments, endpoints: Endpoint[]): Draft {
    const needed = endpoints.some(
        ({ auto, type, spec }) => auto && type === "interface" && (spec.privateDnsEnabled ?? true) === true,
    );
    if (!needed) return {};
    return Object.fromEntries(
        ["enableDnsHostnames", "enableDnsSupport"].map((key) => {
            if (args.values[key] === false) {
                throw args.error(
                    `${key} is false, and an interface endpoint has private DNS; set it to true.`,
                );
            }
            return [key, args.values[key] ?? true];
        }),
    );
}

/** One subnet a zone, a private one where there is one. */
function subnetIdsOf(network: Network, made: MadeNetwork): Value[] {
    return network.zones.flatMap((zone) => {
        const here = made.subnets.filter(({ spec }) => spec.zone === zone);
        const chosen = ["private", "isolated", "public"]
            .map((type) => here.find(({ spec }) => spec.type.toLowerCase() === type))
            .find((subnet) => subnet !== undefined);
        return chosen ? [idOf(chosen.subnet)] : [];
    });
}

/** A security group that lets the whole VPC reach the endpoint by HTTPS. */
async function createSecurityGroup(
    network: Network,
    endpoint: Endpoint,
    region: Value | undefined,
    tags: Properties,
) {
    const { context, vpc } = network;
    const under = { parent: vpc.urn, dependsOn: [vpc] };
    const groupName = `${endpoint.service}-sg`;
    const draft = { description: "Managed by Pulumi", region, vpcId: idOf(vpc), tags };
    const group = await createChild(context, "aws:ec2/securityGroup:SecurityGroup", groupName, draft, under);
    const family = endpoint.spec.ipAddressType;
    const speaksIpv6 = typeof family === "string" && ["ipv6", "dualstack"].includes(family.toLowerCase());
    const rule = {
        region,
        type: "ingress",
        securityGroupId: idOf(group),
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: [outputOf(vpc, "cidrBlock") ?? null],
        ipv6CidrBlocks: speaksIpv6 ? [outputOf(vpc, "ipv6CidrBlock") ?? null] : undefined,
    };
    const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
    await createChild(context, ruleType, `${endpoint.service}-ingress`, rule, {
        parent: vpc.urn,
        dependsOn: [group],
    });
    return idOf(group);
}

async function createEndpoint(network: Network, endpoint: Endpoint, made: MadeNetwork): Promise<Child> {
    const { args, context, vpc } = network;
    const { spec, service, auto, type } = endpoint;
    const tags = { ...network.tags, ...args.spelledOut(spec.tags, "vpcEndpointSpecs.tags") };
    const draft: Draft = { ...spec, region: spec.region ?? args.values.region, tags, vpcId: idOf(vpc) };
    if (auto && type === "interface") {
        if (!spec.subnetIds && !spec.subnetConfigurations) draft.subnetIds = subnetIdsOf(network, made);
        draft.privateDnsEnabled ??= true;
        draft.securityGroupIds ??= [await createSecurityGroup(network, endpoint, draft.region, tags)];
    }
    if (auto && type === "gateway") draft.routeTableIds ??= made.routeTables.map(idOf);
    const under = { parent: vpc.urn, dependsOn: [vpc] };
    return createChild(context, "aws:ec2/vpcEndpoint:VpcEndpoint", service, draft, under);
}

export async function createEndpoints(
    network: Network,
    endpoints: Endpoint[],
    made: MadeNetwork,
): Promise<Child[]> {
    const created: Child[] = [];
    for (const endpoint of endpoints) created.push(await createEndpoint(network, endpoint, made));
    return created;
}
