import { unitsOf } from "../../../../rehearsal/limits/web-acl-units.ts";
import type { Properties, Value } from "../../../../rehearsal/values.ts";
import { fixed, HOURS, itself, used, type Bill, type Charge } from "../charge.ts";
import { list, map, text, type Node } from "../graph.ts";
import { ASSUMED } from "../usage.ts";

const natGateway: Bill = (_node, graph) => {
    const gb = ASSUMED.outboundGb / graph.of("aws:ec2/natGateway:NatGateway").length;
    return [
        fixed("1 gateway", HOURS, "nat-gateway-hour"),
        used("GB to and from the internet", gb, "nat-gateway-gb"),
        used("GB to the internet", gb / 2, "internet-out-gb"),
    ];
};

/** What goes from zone to zone is paid for on both sides, and billed with the first network. */
const vpc: Bill = (node, graph, { requests }) => [
    fixed("the network", 1, "free"),
    ...(graph.of(node.type)[0] === node
        ? [used("GB between zones", (2 * requests * ASSUMED.zoneKbPerRequest) / 1e6, "zone-to-zone-gb")]
        : []),
];

const endpoint: Bill = ({ inputs }, _, usage) => {
    const type = text(inputs.vpcEndpointType) ?? "Gateway";
    if (type === "Gateway") return [fixed("1 gateway", 1, "vpc-endpoint-gateway")];
    if (type !== "Interface") return [fixed(type, undefined, `vpc-endpoint-${type.toLowerCase()}-hour`)];
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
    // The prices are an application load balancer's: another's are unknown, by name.
    const type = text(node.inputs.loadBalancerType) ?? "application";
    const kind = type === "application" ? "load-balancer" : `load-balancer-${type}`;
    return [
        fixed("1 load balancer", HOURS, `${kind}-hour`),
        ...(isPublic
            ? [
                  fixed(
                      `${zones} public addresses`,
                      zones === 0 ? undefined : zones * HOURS,
                      "public-ipv4-hour",
                  ),
              ]
            : []),
        used("load balancer capacity units", capacityUnits(usage), `${kind}-lcu-month`),
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

const distribution: Bill = ({ inputs }, _graph, { requests, responseGb }) => [
    used("GB to users in the US and Europe", responseGb, "cloudfront-out-gb"),
    used("GB to its origins", (requests * ASSUMED.requestKb) / 1e6, "cloudfront-origin-gb"),
    used("HTTPS requests", requests / 1e4, "cloudfront-https-10k"),
    ...(text(map(inputs.viewerCertificate).sslSupportMethod) === "vip"
        ? [fixed("addresses of its own", 1, "cloudfront-own-addresses-month")]
        : []),
    ...(list(inputs.origins).some((one) => map(map(one).originShield).enabled === true)
        ? [used("requests to Origin Shield", undefined, "cloudfront-shield-10k")]
        : []),
];

/** Groups of rules that AWS asks more for than for a rule (the page of its prices), and all that others sell. */
const DEARER = /BotControl|ATP|ACFP|AntiDDoS/;

function dearGroups(rules: Value | undefined): Charge[] {
    const groups = list(rules).map((rule) => map(map(map(rule).statement).managedRuleGroupStatement));
    const dear = groups.filter(({ name, vendorName }) =>
        name === undefined ? false : vendorName !== "AWS" || DEARER.test(text(name) ?? ""),
    );
    return dear.map(({ name }) => fixed(`the group ${text(name)}`, undefined, "waf-dear-group-month"));
}

/** What is looked at of a body beyond the 16 KB that are in the price. */
function largeBodies({ associationConfig }: Properties): Charge[] {
    const bodies = list(map(associationConfig).requestBodies).flatMap((one) => Object.values(map(one)));
    const isLarge = bodies.some(
        (one) => !/^KB_(8|16)$/.test(text(map(one).defaultSizeInspectionLimit) ?? "KB_16"),
    );
    return isLarge ? [used("large bodies", undefined, "waf-body-16kb-million")] : [];
}

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
        ...dearGroups(inputs.rules),
        ...largeBodies(inputs),
    ];
};

/** A public one that can't be taken elsewhere is free, and no other. */
const certificate: Bill = ({ inputs }) => {
    const isPrivate = inputs.certificateAuthorityArn !== undefined;
    const isExportable = text(map(inputs.options).export) === "ENABLED";
    const kind = isPrivate ? "private" : isExportable ? "exportable" : "public";
    return [fixed(`1 ${kind} certificate`, 1, `certificate-${kind}`)];
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
    "aws:ec2/vpc:Vpc": vpc,
    "aws:ec2/eip:Eip": () => [fixed("1 public address", HOURS, "public-ipv4-hour")],
    "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:cloudfront/vpcOrigin:VpcOrigin": itself("cloudfront-vpc-origin"),
    "aws:wafv2/webAcl:WebAcl": webAcl,
    "aws:acm/certificate:Certificate": certificate,
    "aws:route53/zone:Zone": () => [fixed("1 hosted zone", 1, "hosted-zone-month")],
    // One lookup for ten requests: resolvers remember the answer. Of all records: which of them, nobody can tell.
    "aws:route53/record:Record": ({ type }, graph, usage) => [
        used("lookups", usage.requests / 10 / 1e6 / graph.of(type).length, "dns-queries-million"),
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
