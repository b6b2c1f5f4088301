import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sharedRecord, type Proxied, type Zone } from "../parts/dns-record.ts";
import type { Account } from "../parts/rights.ts";
import { behaviors, type BehaviorsArgs } from "./cdn/behaviors.ts";
import { errorPage } from "./cdn/error-page.ts";
import { logging } from "./cdn/logging.ts";
import { lead } from "./cdn/name.ts";

export interface CdnArgs extends Account, Zone, Proxied, BehaviorsArgs {
    /** The name that users call; "" is a trial, at a name of CloudFront's. */
    domain: string;
    /** A name that environments in several regions serve in turn, and whether it is this one's. @default none */
    shared?: { name: string; serves: boolean } | undefined;
    /** The certificates: `edgeCertificateArn` of us-east-1, for the name; `originName` is in the load balancer's. */
    certificates: { edgeCertificateArn?: pulumi.Input<string> | undefined; originName?: string | undefined };
    /** A load balancer without a public address, and the seconds after which it ends a connection without a byte. */
    balancer: {
        origin: { arn: pulumi.Input<string>; dnsName: pulumi.Input<string> };
        idleSeconds: number;
    };
    /** The firewall, of us-east-1. */
    webAclArn: pulumi.Input<string>;
    /** Bucket for the access logs, which AWS's service of logs may write to already. */
    logBucket: pulumi.Input<string>;
}

/** TLS 1.2 with today's ciphers, and 1.3 (CloudFront Developer Guide, "Supported protocols and ciphers"). */
const minimumProtocolVersion = "TLSv1.2_2025";
/** Seconds that a connection to the load balancer waits for another request: fewer than the load balancer's own. */
const originKeepaliveTimeout = 30;

/**
 * Where users arrive: HTTPS only, HTTP/3 where they speak it, static files from nearby, and an error page that needs nothing
 * of the application. The load balancer behind it has no way in but this one.
 */
export class Cdn extends pulumi.ComponentResource {
    readonly url: pulumi.Output<string>;
    /** The name in `url`, and in the certificate. */
    readonly serverName: pulumi.Output<string>;
    /**
     * Every name that its pages may have: that one, and the shared one, whoever's turn it is. A trial's is AWS's choice:
     * "*." stands for it (RUM's API reference, pattern of AppMonitor's `Domain`, read 2026-11-23), and is known at preview.
     */
    readonly pageNames: string[];
    readonly distributionId: pulumi.Output<string>;

    constructor(name: string, args: CdnArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:edge:Cdn", name, {}, opts);
        const { prefix, domain, shared, balancer } = args;
        const inTurn = shared?.serves ? [shared.name] : [];
        const { edgeCertificateArn, originName } = args.certificates;
        const child = { parent: this };
        const originProtocolPolicy = originName ? "https-only" : "http-only";
        const { arn } = balancer.origin;
        const way = new aws.cloudfront.VpcOrigin(
            name,
            {
                vpcOriginEndpointConfig: {
                    ...{ name: wayName(prefix, arn, originProtocolPolicy), arn, originProtocolPolicy },
                    ...{ httpPort: 80, httpsPort: 443 },
                    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
                },
            },
            // CloudFront changes none that a distribution has (Developer Guide, "Update a VPC origin", read 2026-11-23): another
            // one is made, the distribution moves to it, and the old one goes.
            { ...child, replaceOnChanges: ["vpcOriginEndpointConfig"] },
        );
        const errors = errorPage(this, `${name}-errors`, args);
        const { byDefault, byPath, forEverybody: responseHeadersPolicyId } = behaviors(this, args);
        const vpcOriginConfig = {
            vpcOriginId: way.id,
            originReadTimeout: balancer.idleSeconds,
            originKeepaliveTimeout,
        };
        const made = new aws.cloudfront.Distribution(
            name,
            {
                ...{ comment: prefix, enabled: true, isIpv6Enabled: true, httpVersion: "http2and3" },
                ...(edgeCertificateArn && { aliases: [domain, ...inTurn] }),
                viewerCertificate: edgeCertificateArn
                    ? {
                          acmCertificateArn: edgeCertificateArn,
                          sslSupportMethod: "sni-only",
                          minimumProtocolVersion,
                      }
                    : { cloudfrontDefaultCertificate: true },
                webAclId: args.webAclArn,
                origins: [
                    {
                        originId: "app",
                        domainName: originName ?? balancer.origin.dnsName,
                        vpcOriginConfig,
                    },
                    errors.origin,
                ],
                defaultCacheBehavior: byDefault,
                orderedCacheBehaviors: [{ ...errors.behavior, responseHeadersPolicyId }, ...byPath],
                customErrorResponses: errors.responses,
                restrictions: { geoRestriction: { restrictionType: "none" } },
            },
            child,
        );
        logging(this, name, { prefix, distributionArn: made.arn, logBucket: args.logBucket });
        if (domain !== "") lead(this, name, args, domain, made);
        for (const one of inTurn) lead(this, `${name}-shared`, args, one, made, sharedRecord);
        this.serverName = domain ? pulumi.output(domain) : made.domainName;
        this.pageNames = [domain || "*.cloudfront.net", ...(shared ? [shared.name] : [])];
        this.url = pulumi.interpolate`https://${this.serverName}`;
        this.distributionId = made.id;
        this.registerOutputs({ url: this.url });
    }
}

/** Beside the one that it takes the place of, which leads to another load balancer, or there by another protocol. */
function wayName(prefix: string, arn: pulumi.Input<string>, protocol: string): pulumi.Output<string> {
    return pulumi.output(arn).apply((text) => `${prefix}-${text.split("/").at(-1)}-${protocol}`);
}
