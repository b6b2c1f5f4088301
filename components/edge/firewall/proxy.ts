import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { cloudflareAddresses } from "./cloudflare-addresses.ts";
import { all, any, not, withHeader, type Limit } from "./match.ts";

interface ProxyArgs {
    /** What the names of address sets start with; no other of the account may have it. */
    prefix: string;
    /** Where the web ACL is. */
    region: string;
    /** The name that users call. */
    proxiedName: string;
}

/**
 * Stops what does not come through Cloudflare, or asks for another name: the CDN answers to one of AWS's, too, and a program
 * that somebody runs at Cloudflare could call that without the zone.
 */
export function throughCloudflareAlone(parent: pulumi.Resource, name: string, args: ProxyArgs): Limit {
    const { prefix, region, proxiedName } = args;
    const sets = Object.entries(cloudflareAddresses).map(([ipAddressVersion, addresses]) => {
        const kind = ipAddressVersion.toLowerCase();
        const set = { name: `${prefix}-cloudflare-${kind}`, region, scope: "CLOUDFRONT" };
        const made = new aws.wafv2.IpSet(
            `${name}-cloudflare-${kind}`,
            { ...set, ipAddressVersion, addresses },
            { parent },
        );
        return { ipSetReferenceStatement: { arn: made.arn } };
    });
    const expected = all([any(sets), withHeader("host", proxiedName)]);
    return { name: "not-through-cloudflare", statement: not(expected), status: 403 };
}

/**
 * Whom limits count: whoever asked Cloudflare, which writes this header itself, and the rule above keeps all others from it. What
 * is no address there is stopped.
 */
export const askedOfCloudflare = {
    aggregateKeyType: "FORWARDED_IP",
    forwardedIpConfig: { headerName: "CF-Connecting-IP", fallbackBehavior: "MATCH" },
};
