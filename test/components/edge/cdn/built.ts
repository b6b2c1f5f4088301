import { Cdn, type CdnArgs } from "../../../../components/edge/cdn.ts";
import { recorded } from "../../recorded.ts";

export const args: CdnArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "shop-live" },
    ...{ domain: "shop.acme.dev", dns: "route53", zoneId: "Z1" },
    certificates: { edgeCertificateArn: "arn:edge", originName: "origin.shop.acme.dev" },
    balancer: { origin: { arn: "arn:web", dnsName: "internal-web.elb.amazonaws.com" }, idleSeconds: 60 },
    ...{ webAclArn: "arn:acl", logBucket: "logs" },
    ...{ staticPaths: ["/assets/*", "/favicon.ico"], cacheablePaths: ["/api/prices"] },
    ...{ contentSecurityPolicy: "default-src 'self'", contentSecurityMode: "enforce" },
    permissionsPolicy: "camera=()",
};
export const built = (changes: Partial<CdnArgs> = {}) =>
    recorded(() => void new Cdn("cdn", { ...args, ...changes }));
