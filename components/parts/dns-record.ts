import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

/** Who answers for a name. */
export interface Zone {
    dns: "route53" | "cloudflare";
    /** The zone's id there. */
    zoneId: string;
}

export interface Proxied {
    /**
     * Cloudflare in front of the CDN, and whether this environment owns what a zone has once. @default not there: two CDNs are
     * two owners of what users see
     */
    proxied?: { zone: "own" | "elsewhere" } | undefined;
}

interface DnsRecord {
    /** The whole name, with or without the dot at its end. */
    name: pulumi.Input<string>;
    type: "CNAME" | "CAA";
    value: pulumi.Input<string>;
    /** Whether Cloudflare passes requests on, and not only the address. @default false; what validates or limits certificates stays so */
    proxied?: boolean;
}

/** Of a record of Route 53 that another environment has, too: it may be there already, and stays when this one goes. */
export const sharedRecord = { inputs: { allowOverwrite: true }, opts: { retainOnDelete: true } };

/** Seconds that others keep an answer: short enough for a change in an incident. */
const ttl = 300;
/** Cloudflare's "automatic", which is all that it takes for a proxied record: 300 seconds, too. */
const automatic = 1;

/** A record of a zone; the name, known once it is there. */
export function dnsRecord(
    parent: pulumi.Resource,
    resourceName: string,
    { dns, zoneId }: Zone,
    { name, type, value, proxied = false }: DnsRecord,
    kept?: typeof sharedRecord,
): pulumi.Output<string> {
    if (dns === "route53") {
        const record = { zoneId, name, type, ttl, records: [value], ...kept?.inputs };
        return new aws.route53.Record(resourceName, record, { parent, ...kept?.opts }).fqdn;
    }
    // Cloudflare keeps names without that dot, and would be told to change them at every deployment.
    const [content, bare] = [value, name].map((one) =>
        pulumi.output(one).apply((text) => text.replace(/\.$/, "")),
    );
    const made = new cloudflare.DnsRecord(
        resourceName,
        { zoneId, name: bare!, type, content, ttl: proxied ? automatic : ttl, proxied },
        { parent },
    );
    return made.name;
}
