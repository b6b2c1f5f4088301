import type { Family } from "./blocks.ts";
import { isOn, listOf, type Graph, type Made } from "./graph.ts";

/** Something with an address in a subnet, which whoever gets a packet there could call. */
export interface Addressed {
    made: Made;
    subnetIds: string[];
    /** Empty for the network's default one. */
    groupIds: string[];
    /** A load balancer of the network kind can do without any. */
    isUnguarded?: boolean;
    /** Left out where anything may listen. */
    ports?: number[];
    /** Whether it has an address there that packets from the internet are delivered to. */
    isPublic(family: Family, subnet: Made | undefined): boolean;
}

type Read = (made: Made, graph: Graph) => Addressed[];

/** Only by IPv6: whatever has an address of a subnet's block has one that the internet delivers to. */
const byIpv6 = (family: Family, subnet: Made | undefined): boolean =>
    family === 6 &&
    (subnet === undefined || isSet(subnet.props.ipv6CidrBlock) || isOn(subnet.props.ipv6Native));
const isSet = (value: unknown) => value !== undefined && value !== null && value !== "";

const balancer: Read = (made, graph) => {
    const { internal, subnets, subnetMappings, securityGroups, loadBalancerType, ipAddressType } = made.props;
    const listeners = graph
        .of("aws:lb/listener", "aws:alb/listener")
        .filter(({ props }) => props.loadBalancerArn === made.arn);
    const isDual = /^dualstack/.test(String(ipAddressType));
    return [
        {
            made,
            subnetIds: [...listOf(subnets), ...listOf(subnetMappings).map(({ subnetId }) => subnetId)],
            groupIds: listOf(securityGroups),
            isUnguarded: loadBalancerType === "network" && listOf(securityGroups).length === 0,
            ports: listeners.map(({ props }) => Number(props.port)),
            // AWS keeps the internet from an internal one whatever its addresses (`ipv6.deny_all_igw_traffic`).
            isPublic: (family) => !isOn(internal) && (family === 4 || isDual),
        },
    ];
};

/** Tasks: of a service, or started by an event or a schedule. */
const tasks = (made: Made, network: any): Addressed[] => {
    if (!network) return [];
    const isPublic = network.assignPublicIp ?? network.AssignPublicIp;
    return [
        {
            made,
            subnetIds: listOf(network.subnets ?? network.Subnets),
            groupIds: listOf(network.securityGroups ?? network.SecurityGroups),
            isPublic: (family, subnet) =>
                (family === 4 && (isOn(isPublic) || isPublic === "ENABLED")) || byIpv6(family, subnet),
        },
    ];
};

const schedule: Read = (made) => {
    const { target = {} } = made.props;
    if (!/:ecs:runTask$/i.test(String(target.arn)))
        return tasks(made, target.ecsParameters?.networkConfiguration);
    const asked = JSON.parse(target.input ?? "{}") as { NetworkConfiguration?: any };
    return tasks(made, asked.NetworkConfiguration?.AwsvpcConfiguration);
};

/** Elastic IPs that were given to it, be it at their making or after. */
const hasElastic = (id: string, property: string, graph: Graph): boolean =>
    graph.of("aws:ec2/eip").some(({ props }) => props[property] === id) ||
    graph.of("aws:ec2/eipAssociation").some(({ props }) => Object.values(props).includes(id));

const instance: Read = (made, graph) => {
    // What a template says of its network isn't in the graph.
    const isElsewhere = made.props.launchTemplate !== undefined || made.props.networkInterfaces !== undefined;
    const { subnetId, vpcSecurityGroupIds, associatePublicIpAddress, ipv6AddressCount, ipv6Addresses } =
        made.props;
    const hasIpv6 = Number(ipv6AddressCount ?? 0) > 0 || listOf(ipv6Addresses).length > 0;
    return [
        {
            made,
            subnetIds: listOf(subnetId),
            groupIds: isElsewhere
                ? ["of a template"]
                : [...listOf(vpcSecurityGroupIds), ...listOf(made.props.securityGroups)],
            isPublic: (family, subnet) =>
                family === 6
                    ? hasIpv6 || !subnet || isOn(subnet.props.assignIpv6AddressOnCreation)
                    : isOn(associatePublicIpAddress ?? subnet?.props.mapPublicIpOnLaunch ?? !subnet) ||
                      hasElastic(made.id, "instance", graph),
        },
    ];
};

const networkInterface: Read = (made, graph) => [
    {
        made,
        subnetIds: listOf(made.props.subnetId),
        groupIds: listOf(made.props.securityGroups),
        isPublic: (family, subnet) =>
            (family === 4 && hasElastic(made.id, "networkInterface", graph)) || byIpv6(family, subnet),
    },
];

const database: Read = (made, graph) => {
    const { dbSubnetGroupName, replicateSourceDb, publiclyAccessible, networkType, port } = made.props;
    const source = graph
        .of("aws:rds/instance")
        .find((one) => [one.props.identifier, one.arn, one.id].includes(replicateSourceDb));
    const name = dbSubnetGroupName ?? source?.props.dbSubnetGroupName;
    const group = graph.called(name, "aws:rds/subnetGroup");
    return [
        {
            made,
            subnetIds: group ? listOf(group.props.subnetIds) : [],
            groupIds: listOf(made.props.vpcSecurityGroupIds),
            ...(port !== undefined && { ports: [Number(port)] }),
            isPublic: (family, subnet) =>
                family === 4 ? isOn(publiclyAccessible) : networkType === "DUAL" && byIpv6(family, subnet),
        },
    ];
};

const cache: Read = (made, graph) => {
    const { subnetGroupName, securityGroupIds, networkType, port } = made.props;
    const group = graph.called(subnetGroupName, "aws:elasticache/subnetGroup");
    return [
        {
            made,
            subnetIds: listOf(group?.props.subnetIds),
            groupIds: listOf(securityGroupIds),
            ...(port !== undefined && { ports: [Number(port)] }),
            isPublic: (family, subnet) =>
                isSet(networkType) && networkType !== "ipv4" && byIpv6(family, subnet),
        },
    ];
};

const endpoint: Read = (made) => {
    const { vpcEndpointType, subnetIds, securityGroupIds, ipAddressType } = made.props;
    if (!isSet(vpcEndpointType) || vpcEndpointType === "Gateway") return [];
    const isPublic = (family: Family, subnet: Made | undefined) =>
        isSet(ipAddressType) && ipAddressType !== "ipv4" && byIpv6(family, subnet);
    return [{ made, subnetIds: listOf(subnetIds), groupIds: listOf(securityGroupIds), isPublic }];
};

/** Every type that can have an address in a network and takes calls at it, and how that is read. */
export const addressed: Record<string, Read> = {
    "aws:lb/loadBalancer": balancer,
    "aws:alb/loadBalancer": balancer,
    "aws:ecs/service": (made) => tasks(made, made.props.networkConfiguration),
    "aws:ecs/taskSet": (made) => tasks(made, made.props.networkConfiguration),
    "aws:cloudwatch/eventTarget": (made) => tasks(made, made.props.ecsTarget?.networkConfiguration),
    "aws:scheduler/schedule": schedule,
    "aws:ec2/instance": instance,
    "aws:ec2/networkInterface": networkInterface,
    "aws:rds/instance": database,
    "aws:elasticache/replicationGroup": cache,
    "aws:ec2/vpcEndpoint": endpoint,
};
/** What these are read with. */
export const addressKinds = [
    ...["aws:lb/listener", "aws:alb/listener", "aws:ec2/eip", "aws:ec2/eipAssociation"],
    ...["aws:rds/subnetGroup", "aws:elasticache/subnetGroup"],
];
