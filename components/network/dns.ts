import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dnsRecord, sharedRecord, type Proxied, type Zone } from "../parts/dns-record.ts";
import { edgeRegion } from "../parts/edge-region.ts";
import { zoneWide } from "./dns/zone-wide.ts";

export interface DnsArgs extends Zone, Proxied {
    /** The name that users call; "" for none: then nothing is made, and there are no certificates. */
    domain: string;
    /** A name that environments in several regions serve in turn: the CDN's certificate is good for it all the time. */
    shared?: { name: string } | undefined;
    /** Requests in five minutes from one address, of which the firewall lets no more through. */
    requestsPerIp: number;
}

/**
 * The certificates of the name that users call: one for the CDN, and one for the load balancer behind it. The zone
 * validates both, and AWS renews them for as long as it does. With a proxy of Cloudflare's in front, what the zone has once.
 */
export class Dns extends pulumi.ComponentResource {
    /** For the CDN, once it is valid. */
    readonly edgeCertificateArn: pulumi.Output<string> | undefined;
    /** For the load balancer, once it is valid; for the name and `originName`. */
    readonly certificateArn: pulumi.Output<string> | undefined;
    /** What the CDN calls the load balancer by; nobody else looks it up. */
    readonly originName: string | undefined;

    constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:network:Dns", name, {}, opts);
        const { domain, shared, ...zone } = args;
        if (domain !== "") {
            const originName = `origin.${domain}`;
            const request = { domainName: domain, validationMethod: "DNS" };
            const origin = this.certificate(`${name}-origin`, {
                ...request,
                subjectAlternativeNames: [originName],
            });
            const edge = this.certificate(`${name}-edge`, {
                ...{ ...request, region: edgeRegion },
                ...(shared && { subjectAlternativeNames: [shared.name] }),
            });
            // ACM asks for the same record for a name in all regions of an account: these are for both certificates.
            const forName = this.validates(`${name}-validates-name`, origin, domain, zone);
            const forOrigin = this.validates(`${name}-validates-origin`, origin, originName, zone);
            const forBoth = [forName];
            this.onlyAmazonIssues(`${name}-issuer`, domain, zone);
            if (shared) {
                const one = this.validates(`${name}-validates-shared`, edge, shared.name, zone, sharedRecord);
                forBoth.push(one);
            }
            if (args.proxied?.zone === "own") zoneWide(this, `${name}-zone`, args);
            this.originName = originName;
            this.certificateArn = this.validated(`${name}-origin`, origin, [forName, forOrigin]);
            this.edgeCertificateArn = this.validated(`${name}-edge`, edge, forBoth, edgeRegion);
        }
        this.registerOutputs({ certificateArn: this.certificateArn });
    }

    private certificate(name: string, args: aws.acm.CertificateArgs): aws.acm.Certificate {
        return new aws.acm.Certificate(name, args, { parent: this });
    }

    /** The record of one of its names, known once it is there. */
    private validates(
        name: string,
        { domainValidationOptions }: aws.acm.Certificate,
        of: string,
        zone: Zone,
        kept?: typeof sharedRecord,
    ): pulumi.Output<string> {
        const asked = domainValidationOptions.apply((all) =>
            all.find(({ domainName }) => domainName === of)!,
        );
        const record = { name: asked.resourceRecordName, value: asked.resourceRecordValue };
        return dnsRecord(this, name, zone, { ...record, type: "CNAME" }, kept);
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

    /**
     * At a name that is this environment's alone. At a zone's own it would be for all that is in the zone, in the place of what
     * its owner said there; Cloudflare has a CNAME at the name, beside which no other record may be, and adds the authorities of
     * its own certificates to whatever a zone says. There it is for the zone's owner to say: docs/runbooks/edge.md.
     */
    private onlyAmazonIssues(name: string, domain: string, zone: Zone): void {
        if (zone.dns !== "route53" || isOthersToo(domain)) return;
        const value = '0 issue "amazon.com"';
        dnsRecord(this, name, zone, { name: domain, type: "CAA", value });
    }
}

/** Whether a name can be one that is bought, such as acme.dev or acme.co.uk: whoever has it has more than an environment there. */
function isOthersToo(domain: string): boolean {
    const [country = "", kind = "", ...more] = domain.split(".").reverse();
    return more.length === 0 || (more.length === 1 && country.length === 2 && kind.length <= 3);
}
