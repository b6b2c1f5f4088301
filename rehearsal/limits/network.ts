import type { Value } from "../values.ts";
import { blockOf } from "./cidr.ts";
import { alphabet, aws, count, length, oneOf, range, rule } from "./kinds.ts";
import { numberOf, textOf, type Limit } from "./row.ts";
import { api, page, typings } from "./sources.ts";

const vpc = aws("ec2", "Vpc");
const subnet = aws("ec2", "Subnet");
const flowLog = aws("ec2", "FlowLog");
const endpoint = aws("ec2", "VpcEndpoint");
const securityGroup = aws("ec2", "SecurityGroup");
const defaultGroup = aws("ec2", "DefaultSecurityGroup");
const ingress = aws("vpc", "SecurityGroupIngressRule");
const egress = aws("vpc", "SecurityGroupEgressRule");
const groupRule = aws("ec2", "SecurityGroupRule");
const route = aws("ec2", "Route");
const eip = aws("ec2", "Eip");
const nat = aws("ec2", "NatGateway");
const record = aws("route53", "Record");
const privateDomain = aws("servicediscovery", "PrivateDnsNamespace");
const discovered = aws("servicediscovery", "Service");
const dnsRecord = "cloudflare:index/dnsRecord:DnsRecord";

const vpcSizes = api("ec2", "CreateSubnet and CreateVpc");
const groupSays = "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*";
const groupText = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;
const groupSource = api("ec2", "CreateSecurityGroup");

function block(type: string, property: string, source: string, min: number, max: number): Limit {
    return rule(
        type,
        property,
        "cidr",
        source,
        (value) => {
            const text = textOf(value);
            if (text === undefined) return undefined;
            const seen = blockOf(text);
            if (seen === undefined) return `is "${text}"; use an IPv4 block such as 10.0.0.0/16`;
            return seen.bits < min || seen.bits > max
                ? `is ${text}; use a size from /${min} to /${max}`
                : undefined;
        },
        [min, max].map((bits) => ({ [property]: `10.0.0.0/${bits}` })),
        [`10.0.0.0/${min - 1}`, `10.0.0.0/${max + 1}`, "10.0.0/24", "10.0.0.256/24"].map((text) => ({
            [property]: text,
        })),
    );
}

function ports(type: string, protocolProperty: string): Limit {
    const judge = (value: Value, { toPort, ...others }: { [key: string]: Value }): string | undefined => {
        const [from, to, protocol] = [numberOf(value), numberOf(toPort), others[protocolProperty]];
        if (from === undefined || to === undefined || (protocol !== "tcp" && protocol !== "udp"))
            return undefined;
        const good = from >= 0 && to <= 65535 && from <= to;
        return good ? undefined : `is ${from} with toPort ${to}; use 0 to 65535, from at most to`;
    };
    const at = (fromPort: number, toPort: number): { [key: string]: Value } => ({
        [protocolProperty]: "tcp",
        fromPort,
        toPort,
    });
    const source = api("ec2", "IpPermission");
    return rule(
        type,
        "fromPort",
        "ports",
        source,
        judge,
        [at(0, 65535), at(443, 443)],
        [at(443, 80), at(-1, 80), at(1, 65536)],
    );
}

export const network: Limit[] = [
    block(vpc, "cidrBlock", vpcSizes, 16, 28),
    oneOf(vpc, "instanceTenancy", ["default", "dedicated", "host"], api("ec2", "CreateVpc")),
    block(subnet, "cidrBlock", vpcSizes, 16, 28),
    oneOf(flowLog, "maxAggregationInterval", [60, 600], api("ec2", "CreateFlowLogs")),
    oneOf(flowLog, "trafficType", ["ACCEPT", "REJECT", "ALL"], api("ec2", "CreateFlowLogs")),
    oneOf(
        flowLog,
        "logDestinationType",
        ["cloud-watch-logs", "s3", "kinesis-data-firehose"],
        api("ec2", "CreateFlowLogs"),
    ),
    oneOf(
        endpoint,
        "vpcEndpointType",
        ["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork", "Tunnel"],
        api("ec2", "CreateVpcEndpoint"),
    ),
    oneOf(nat, "connectivityType", ["private", "public"], api("ec2", "CreateNatGateway")),
    oneOf(eip, "domain", ["vpc", "standard"], api("ec2", "AllocateAddress")),
    rule(
        route,
        "destinationCidrBlock",
        "cidr",
        api("ec2", "CreateRoute"),
        (value) => {
            const text = textOf(value);
            return text === undefined || blockOf(text)
                ? undefined
                : `is "${text}"; use an IPv4 block such as 0.0.0.0/0`;
        },
        [{ destinationCidrBlock: "0.0.0.0/0" }, { destinationCidrBlock: "10.1.2.3/32" }],
        [{ destinationCidrBlock: "0.0.0.0" }, { destinationCidrBlock: "10.0.0.0/33" }],
    ),

    length(securityGroup, "name", 1, 255, groupSource),
    alphabet(
        securityGroup,
        "name",
        /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/,
        `${groupSays}, not "sg-" in front`,
        groupSource,
        {
            good: ["web (1)"],
            bad: ["sg-web", "wéb", "web's"],
        },
    ),
    length(securityGroup, "description", 1, 255, groupSource),
    alphabet(securityGroup, "description", groupText, groupSays, groupSource, {
        good: ["To the tasks, from anywhere."],
        bad: ["The app's tasks", "a → b"],
    }),
    count(
        securityGroup,
        "ingress",
        0,
        60,
        page("https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Appendix_Limits.html"),
        { item: (n) => ({ protocol: "tcp", fromPort: n, toPort: n }) },
    ),
    count(
        securityGroup,
        "egress",
        0,
        60,
        page("https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Appendix_Limits.html"),
        { item: (n) => ({ protocol: "tcp", fromPort: n, toPort: n }) },
    ),
    count(
        defaultGroup,
        "ingress",
        0,
        60,
        page("https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Appendix_Limits.html"),
        { item: (n) => ({ protocol: "tcp", fromPort: n, toPort: n }) },
    ),
    oneOf(groupRule, "type", ["ingress", "egress"], typings("ec2/securityGroupRule")),
    ...[ingress, egress, groupRule].flatMap((type) => [
        length(type, "description", 0, 255, api("ec2", "IpRange")),
        alphabet(type, "description", groupText, groupSays, api("ec2", "IpRange"), {
            good: ["From the load balancer."],
            bad: ["The app's tasks", "a → b"],
        }),
        ports(type, type === groupRule ? "protocol" : "ipProtocol"),
    ]),

    range(record, "ttl", 0, 2147483647, api("route53", "ResourceRecordSet")),
    length(record, "setIdentifier", 1, 128, api("route53", "ResourceRecordSet")),
    range(record, "weightedRoutingPolicies[].weight", 0, 255, api("route53", "ResourceRecordSet")),
    length(record, "name", 0, 1024, api("route53", "ResourceRecordSet")),
    range(dnsRecord, "ttl", 30, 86400, "@pulumi/cloudflare 6.22.1 dnsRecord.d.ts, read 2026-11-21", {
        also: 1,
    }),

    length(privateDomain, "name", 1, 253, api("servicediscovery", "CreatePrivateDnsNamespace")),
    length(discovered, "name", 1, 127, api("servicediscovery", "CreateService")),
    range(discovered, "dnsConfig.dnsRecords[].ttl", 0, 2147483647, api("servicediscovery", "DnsRecord")),
    oneOf(
        discovered,
        "dnsConfig.routingPolicy",
        ["MULTIVALUE", "WEIGHTED"],
        api("servicediscovery", "DnsConfig"),
    ),
];
