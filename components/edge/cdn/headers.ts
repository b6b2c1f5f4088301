import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Proxied } from "../../parts/dns-record.ts";

export interface HeadersArgs extends Proxied {
    /** What a page may load and run. */
    contentSecurityPolicy: string;
    /** "report" lets browsers say what they would have refused, and refuse nothing. */
    contentSecurityMode: "enforce" | "report";
    /** Which of a device's parts a page may ask for. */
    permissionsPolicy: string;
}

/** Seconds; a year, the least that browsers' lists of HTTPS-only sites take (hstspreload.org). */
const year = 31_536_000;
/** What the application says itself stays. */
const override = false;
/**
 * Where Cloudflare stands in front it keeps nothing, whatever is said to browsers: an invalidation has one cache to reach.
 * Cloudflare alone reads it, and takes it out (its documentation, "CDN-Cache-Control", read 2026-11-23).
 */
const keptByCloudFrontAlone = {
    header: "cloudflare-cdn-cache-control",
    value: "no-store",
    override: true,
};

/**
 * What is added to answers that don't say it themselves. `name` is the policy's in the account, too. A policy for answers
 * that are kept for everybody takes the cookie of one user out.
 */
export function headers(
    parent: pulumi.Resource,
    name: string,
    args: HeadersArgs,
    removed: string[] = [],
): pulumi.Output<string> {
    const { contentSecurityPolicy, contentSecurityMode, permissionsPolicy } = args;
    const isEnforced = contentSecurityMode === "enforce";
    const reported = {
        header: "content-security-policy-report-only",
        value: contentSecurityPolicy,
        override,
    };
    const permissions = { header: "permissions-policy", value: permissionsPolicy, override };
    const custom = [
        permissions,
        ...(isEnforced ? [] : [reported]),
        ...(args.proxied ? [keptByCloudFrontAlone] : []),
    ];
    const made = new aws.cloudfront.ResponseHeadersPolicy(
        name,
        {
            name,
            securityHeadersConfig: {
                ...(isEnforced && { contentSecurityPolicy: { contentSecurityPolicy, override } }),
                // Not for subdomains: at the top of a domain it would shut people out of hosts that are none of ours.
                strictTransportSecurity: { accessControlMaxAgeSec: year, includeSubdomains: false, override },
                frameOptions: { frameOption: "DENY", override },
                contentTypeOptions: { override },
                referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
            },
            customHeadersConfig: { items: custom },
            ...(removed.length > 0 && {
                removeHeadersConfig: { items: removed.map((header) => ({ header })) },
            }),
        },
        { parent },
    );
    return made.id;
}
