import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dnsRecord, type Zone } from "../parts/dns-record.ts";

export interface DnsArgs extends Zone {
    /** The name that users call; "" for none: then nothing is made, and there are no certificates. */
    domain: string;
}

/** CloudFront takes certificates of this region only (Developer Guide, "Requirements for using SSL/TLS certificates"). */
const edgeRegion = "us-east-1";

/**
 * The certificates of the name that users call: one for the CDN, and one for the load balancer behind it. The zone
 * validates both, and AWS renews them for as long as it does.
 */
export class Dns extends pulumi.ComponentResource {
    /** For the CDN, once it is valid. */
    readonly edgeCertificateArn: pulumi.Output<string> | undefined;
    /** For the load balancer, once it is valid; for the name and `originName`. */
    readonly certificateArn: pulumi.Output<string> | undefined;
    /** What the CDN calls the load balancer by; nobody else looks it up. */
    readonly originName: string | undefined;

    constructor(name: string, { domain, ...zone }: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:network:Dns", name, {}, opts);
        if (domain !== "") {
            const originName = `origin.${domain}`;
            const names = [domain, originName];
            const request = { domainName: domain, validationMethod: "DNS" };
            const origin = this.certificate(`${name}-origin`, {
                ...request,
                subjectAlternativeNames: [originName],
            });
            const edge = this.certificate(`${name}-edge`, { ...request, region: edgeRegion });
            // ACM asks for the same record for a name in all regions of an account: these two are for both certificates.
            const [forName, forOrigin] = names.map((one) => {
                const asked = origin.domainValidationOptions.apply((all) =>
                    all.find(({ domainName }) => domainName === one)!,
                );
                return dnsRecord(this, `${name}-validates-${one === domain ? "name" : "origin"}`, zone, {
                    name: asked.resourceRecordName,
                    type: "CNAME",
                    value: asked.resourceRecordValue,
                });
            });
            this.onlyAmazonIssues(name, domain, zone);
            this.originName = originName;
            this.certificateArn = this.validated(`${name}-origin`, origin, [forName!, forOrigin!]);
            this.edgeCertificateArn = this.validated(`${name}-edge`, edge, [forName!], edgeRegion);
        }
        this.registerOutputs({ certificateArn: this.certificateArn });
    }

    private certificate(name: string, args: aws.acm.CertificateArgs): aws.acm.Certificate {
        return new aws.acm.Certificate(name, args, { parent: this });
    }

    private validated(
        name: string,
        { arn }: aws.acm.Certificate,
        validationRecordFqdns: pulumi.Input<string>[],
        region?: string,
    ): pulumi.Output<string> {
        const args = { certificateArn: arn, validationRecordFqdns, ...(region && { region }) };
        return new aws.acm.CertificateValidation(name, args, { parent: this }).certificateArn;
    }

    /** Cloudflare has a CNAME at the name, beside which no other record may be: there it is for the zone's owner to say. */
    private onlyAmazonIssues(name: string, domain: string, zone: Zone): void {
        if (zone.dns !== "route53") return;
        const value = '0 issue "amazon.com"';
        dnsRecord(this, `${name}-issuer`, zone, { name: domain, type: "CAA", value });
    }
}
