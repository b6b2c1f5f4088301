import * as cloudflare from "@pulumi/cloudflare";
import type * as pulumi from "@pulumi/pulumi";

interface ZoneWideArgs {
    zoneId: string;
    /** Requests in five minutes from one address, of which the firewall lets no more through. */
    requestsPerIp: number;
}

/** For every proxied name of the zone. What only a paid plan lets one set is not among them. */
const settings: Record<string, string | number> = {
    // The CDN behind it shows a certificate of the name, and is believed by nothing less.
    ssl: "strict",
    min_tls_version: "1.2",
    tls_1_3: "on",
    always_use_https: "on",
    // What is sent before the handshake ends can be sent again by others.
    "0rtt": "off",
    // 0 lets browsers keep what the CDN tells them to.
    browser_cache_ttl: 0,
    // A page of yesterday is no answer; the CDN has an error page of its own.
    always_online: "off",
    // These write scripts into pages, which a Content-Security-Policy refuses.
    rocket_loader: "off",
    email_obfuscation: "off",
    websockets: "on",
};

/** The free plan has one rule, of 10 seconds each (Cloudflare's documentation, "Rate limiting rules", Availability, read 2026-11-23). */
const [periodSec, blockedSec] = [10, 10];

/**
 * What a zone has once: so it is for one environment of those in it. The limit is the firewall's own, of ten seconds instead of
 * five minutes: it stops no one whom the firewall would let through, and a flood before anything is asked, or billed, behind it.
 */
export function zoneWide(parent: pulumi.Resource, name: string, args: ZoneWideArgs): void {
    const { zoneId, requestsPerIp } = args;
    for (const [settingId, value] of Object.entries(settings))
        new cloudflare.ZoneSetting(
            `${name}-${settingId.replaceAll("_", "-")}`,
            { zoneId, settingId, value },
            { parent },
        );
    const ratelimit = {
        // Counted in each of Cloudflare's data centers by itself: it has no other way.
        characteristics: ["cf.colo.id", "ip.src"],
        ...{ period: periodSec, requestsPerPeriod: requestsPerIp, mitigationTimeout: blockedSec },
    };
    // Every path: the free plan's expressions know paths, and no names of hosts or headers.
    const rule = { expression: '(http.request.uri.path contains "/")', action: "block", ratelimit };
    new cloudflare.Ruleset(
        `${name}-rate`,
        {
            ...{ zoneId, kind: "zone", phase: "http_ratelimit", name: "default" },
            rules: [
                { ref: "ip-rate", ...rule, description: "An address that asks too often", enabled: true },
            ],
        },
        { parent },
    );
}
