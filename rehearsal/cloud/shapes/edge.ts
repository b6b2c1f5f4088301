import type { Value } from "../../values.ts";
import type { Place, Row } from "../row.ts";

/** Hosted zones of Application Load Balancers. To compare with the AWS General Reference when one matters. */
const BALANCER_ZONES: Record<string, string> = {
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ap-south-1": "ZP97RAFLXTNZK",
    "sa-east-1": "Z2P70J7HTTTPLU",
};

export function balancerZone(region: string): string {
    return BALANCER_ZONES[region] ?? "Z35SXDOTRQ7X7K";
}

const elb = "arn:aws:elasticloadbalancing:{region}:{account}";
const cloudfront = (kind: string, id: string): Row => ({
    id,
    arn: `arn:aws:cloudfront::{account}:${kind}/{id}`,
    etag: "E{upper:13}",
});

function balancerPath({ inputs, text }: Place): string {
    const kind =
        inputs.loadBalancerType === "network" ? "net" : inputs.loadBalancerType === "gateway" ? "gwy" : "app";
    return text(`${kind}/{name}/{hex:16:lb}`);
}

/** A listener's ARN continues its load balancer's, and a rule's its listener's. */
function under(parent: Value | undefined, from: string, to: string, end: string): string {
    return `${String(parent ?? "").replace(from, to)}/${end}`;
}

function waf({ inputs, id, region, text }: Place, kind: string): string {
    const everywhere = inputs.scope === "CLOUDFRONT";
    const scope = everywhere ? "global" : "regional";
    return text(`arn:aws:wafv2:${everywhere ? "us-east-1" : region}:{account}:${scope}/${kind}/{name}/${id}`);
}
const wafRow = (kind: string): Row => ({
    id: "{uuid}",
    arn: (place) => waf(place, kind),
    lockToken: "{uuid}",
});

/** Load balancers, CloudFront, WAF. */
export const EDGE: Record<string, Row> = {
    "cloudfront/cachePolicy": cloudfront("cache-policy", "{uuid}"),
    "cloudfront/distribution": {
        ...cloudfront("distribution", "E{upper:13}"),
        domainName: "d{lower:13}.cloudfront.net",
        hostedZoneId: "Z2FDTNDATAQYW2",
        status: "Deployed",
        callerReference: "terraform-{digits:26}",
        inProgressValidationBatches: 0,
        lastModifiedTime: "2026-01-01 00:00:00 +0000 UTC",
        trustedKeyGroups: [],
        trustedSigners: [],
    },
    "cloudfront/function": {
        ...cloudfront("function", "{name}"),
        liveStageEtag: "E{upper:13}",
        status: "UNASSOCIATED",
    },
    "cloudfront/keyGroup": { id: "{uuid}", etag: "E{upper:13}" },
    "cloudfront/keyValueStore": cloudfront("key-value-store", "{name}"),
    "cloudfront/originAccessControl": cloudfront("origin-access-control", "E{upper:13}"),
    "cloudfront/originAccessIdentity": {
        ...cloudfront("origin-access-identity", "E{upper:13}"),
        iamArn: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
    },
    "cloudfront/originRequestPolicy": cloudfront("origin-request-policy", "{uuid}"),
    "cloudfront/publicKey": { id: "K{upper:13}", etag: "E{upper:13}" },
    "cloudfront/responseHeadersPolicy": cloudfront("response-headers-policy", "{uuid}"),
    "cloudfront/vpcOrigin": cloudfront("vpcorigin", "vo_{lower:22}"),
    "lb/listener": {
        id: ({ inputs, text }) =>
            under(inputs.loadBalancerArn, ":loadbalancer/", ":listener/", text("{hex:16}")),
        arn: "{id}",
        sslPolicy: ({ inputs }) =>
            /HTTPS|TLS/.test(String(inputs.protocol)) ? "ELBSecurityPolicy-2016-08" : "",
        protocol: "HTTP",
    },
    "lb/listenerCertificate": { id: "{listenerArn}_{certificateArn}" },
    "lb/listenerRule": {
        id: ({ inputs, text }) =>
            under(inputs.listenerArn, ":listener/", ":listener-rule/", text("{hex:16}")),
        arn: "{id}",
        priority: 1,
    },
    "lb/loadBalancer": {
        id: (place) => place.text(`${elb}:loadbalancer/${balancerPath(place)}`),
        arn: "{id}",
        arnSuffix: balancerPath,
        dnsName: ({ inputs, text }) =>
            text(
                `${inputs.internal === true ? "internal-" : ""}{name}-{digits:10}.{region}.elb.amazonaws.com`,
            ),
        zoneId: ({ region }) => balancerZone(region),
        vpcId: "vpc-0{hex:16}",
        internal: false,
        ipAddressType: "ipv4",
    },
    "lb/targetGroup": {
        id: `${elb}:targetgroup/{name}/{hex:16:tg}`,
        arn: "{id}",
        arnSuffix: "targetgroup/{name}/{hex:16:tg}",
        ipAddressType: "ipv4",
        loadBalancerArns: [],
        loadBalancingAlgorithmType: "round_robin",
        loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
        protocolVersion: "HTTP1",
    },
    "lb/targetGroupAttachment": { id: "{targetGroupArn}-{digits:26}" },
    "wafv2/ipSet": wafRow("ipset"),
    "wafv2/regexPatternSet": wafRow("regexpatternset"),
    "wafv2/ruleGroup": wafRow("rulegroup"),
    "wafv2/webAcl": { ...wafRow("webacl"), capacity: 1, applicationIntegrationUrl: "" },
    "wafv2/webAclAssociation": { id: "{webAclArn},{resourceArn}" },
    "wafv2/webAclLoggingConfiguration": { id: "{resourceArn}" },
};
