import { unitsOf } from "../../../../rehearsal/limits/web-acl-units.ts";
import { fixed, HOURS, itself, used, type Bill } from "../charge.ts";
import { list, text, type Node } from "../graph.ts";
import { ASSUMED } from "../usage.ts";

const natGateway: Bill = (_node, graph) => [
    fixed("1 gateway", HOURS, "nat-gateway-hour"),
    used(
        "GB to and from the internet",
        ASSUMED.outboundGb / graph.of("aws:ec2/natGateway:NatGateway").length,
        "nat-gateway-gb",
    ),
];

const endpoint: Bill = ({ inputs }, _, usage) => {
    if (text(inputs.vpcEndpointType) !== "Interface") return [fixed("1 gateway", 1, "vpc-endpoint-gateway")];
    const zones = list(inputs.subnetIds).length;
    const forLogs = text(inputs.serviceName)?.endsWith(".logs");
    return [
        fixed(`in ${zones} zones`, zones === 0 ? undefined : zones * HOURS, "vpc-endpoint-hour"),
        used("GB through it", forLogs ? usage.logGb : ASSUMED.storedGb, "vpc-endpoint-gb"),
    ];
};

const loadBalancer: Bill = (node, _graph, usage) => {
    const isPublic = node.inputs.internal !== true;
    const zones = publicZones(node);
    return [
        fixed("1 load balancer", HOURS, "load-balancer-hour"),
        ...(isPublic
            ? [
                  fixed(
                      `${zones} public addresses`,
                      zones === 0 ? undefined : zones * HOURS,
                      "public-ipv4-hour",
                  ),
              ]
            : []),
        used("load balancer capacity units", capacityUnits(usage), "load-balancer-lcu-month"),
        ...(isPublic ? [used("GB to users", usage.responseGb, "internet-out-gb")] : []),
    ];
};

/** On average: a unit is 25 new connections a second or 1 GB an hour, whichever asks for more (the page of its prices). */
function capacityUnits({ requests, responseGb }: { requests: number; responseGb: number }): number {
    return Math.max(requests / (HOURS * 3600) / 25, responseGb / HOURS);
}

/** Zones of the public subnets that its addresses are in. */
function publicZones(node: Node): number {
    const subnets = node.from("subnets").filter(({ inputs }) => inputs.mapPublicIpOnLaunch === true);
    return new Set(subnets.map(({ inputs }) => text(inputs.availabilityZone))).size;
}

const distribution: Bill = (_node, _graph, usage) => [
    used("GB to users in the US and Europe", usage.responseGb, "cloudfront-out-gb"),
    used("HTTPS requests", usage.requests / 1e4, "cloudfront-https-10k"),
];

const webAcl: Bill = ({ inputs }, _, usage) => {
    const { least, most } = unitsOf(inputs.rules);
    // What is above the price, in steps of 500: unknown where it takes AWS's own sum to tell.
    const [steps, other] = [least, most].map((units) => Math.ceil(Math.max(0, units - 1500) / 500));
    const extra = steps === other ? steps! * (usage.requests / 1e6) : undefined;
    return [
        fixed("1 web ACL", 1, "waf-acl-month"),
        fixed(`${list(inputs.rules).length} rules`, list(inputs.rules).length, "waf-rule-month"),
        used("requests", usage.requests / 1e6, "waf-requests-million"),
        used("requests, for each 500 WCU above 1,500", extra, "waf-extra-wcu-million"),
    ];
};

/** A lookup a minute by every task that runs at least. */
const namespace: Bill = (_node, graph) => {
    const targets = graph.of("aws:appautoscaling/target:Target");
    const tasks = targets.reduce((sum, { inputs }) => sum + Number(inputs.minCapacity ?? 0), 0);
    return [
        fixed("1 private hosted zone", 1, "hosted-zone-month"),
        used("lookups", (tasks * HOURS * 60) / 1e6, "dns-queries-million"),
    ];
};

const registry: Bill = (node, graph) => {
    const services = graph.using("aws:ecs/service:Service", "serviceRegistries", node);
    const tasks = services.reduce((sum, { inputs }) => sum + Number(inputs.desiredCount ?? 0), 0);
    return [fixed(`${tasks} registered tasks`, tasks === 0 ? undefined : tasks, "cloud-map-instance-month")];
};

/** What carries requests and data; where logs of them are kept is billed there. */
export const network: Record<string, Bill> = {
    "aws:ec2/natGateway:NatGateway": natGateway,
    "aws:ec2/eip:Eip": () => [fixed("1 public address", HOURS, "public-ipv4-hour")],
    "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:cloudfront/vpcOrigin:VpcOrigin": itself("cloudfront-vpc-origin"),
    "aws:wafv2/webAcl:WebAcl": webAcl,
    "aws:acm/certificate:Certificate": itself("certificate-public"),
    "aws:route53/zone:Zone": () => [fixed("1 hosted zone", 1, "hosted-zone-month")],
    // One lookup for ten requests: resolvers remember the answer.
    "aws:route53/record:Record": (_node, _graph, usage) => [
        used("lookups", usage.requests / 10 / 1e6, "dns-queries-million"),
    ],
    // Unknown by name: which plan the zone has, nobody says here. Its settings are billed with its rules, which are part of it.
    "cloudflare:index/dnsRecord:DnsRecord": itself("cloudflare-by-plan"),
    "cloudflare:index/ruleset:Ruleset": itself("cloudflare-by-plan"),
    "cloudflare:index/zoneSetting:ZoneSetting": () => [],
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": namespace,
    "aws:servicediscovery/service:Service": registry,
    "aws:cloudwatch/logDelivery:LogDelivery": itself("cloudfront-log-delivery"),
    // What follows is billed with another: a delivery with both of its ends, a log group for what it gets, a bucket for
    // what is in it.
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": () => [],
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": () => [],
    "aws:ec2/flowLog:FlowLog": () => [],
    "aws:s3/bucketObjectv2:BucketObjectv2": () => [],
};
