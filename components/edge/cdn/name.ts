import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dnsRecord, type Proxied, type sharedRecord, type Zone } from "../../parts/dns-record.ts";

/** Leads the name that users call to the distribution, by IPv4 and IPv6. */
export function lead(
    parent: pulumi.Resource,
    resourceName: string,
    { dns, zoneId, proxied }: Zone & Proxied,
    name: string,
    { domainName, hostedZoneId }: aws.cloudfront.Distribution,
    kept?: typeof sharedRecord,
): void {
    if (dns === "cloudflare") {
        const record = { name, type: "CNAME", value: domainName, proxied: proxied !== undefined } as const;
        dnsRecord(parent, resourceName, { dns, zoneId }, record);
        return;
    }
    // An alias is asked for free, and may be at the top of a zone, where a CNAME may not.
    const aliases = [{ name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false }];
    for (const type of ["A", "AAAA"])
        new aws.route53.Record(
            `${resourceName}-${type.toLowerCase()}`,
            { zoneId, name, type, aliases, ...kept?.inputs },
            { parent, ...kept?.opts },
        );
}
