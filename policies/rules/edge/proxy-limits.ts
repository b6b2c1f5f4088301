import * as cloudflare from "@pulumi/cloudflare";
import { inRules, rulesOf, type FirewallRule } from "../../firewall.ts";
import { behindProxy, firewallsBehind } from "../../proxies.ts";
import { stackRule } from "../../rule.ts";

/** Written by Cloudflare, and one address; other headers begin with what the client sent (its "HTTP headers", read 2026-11-23). */
const header = "cf-connecting-ip";
const rateOf = ({ statement }: FirewallRule) => statement?.rateBasedStatement;
const isByAddress = (rule: FirewallRule) => /IP$/.test(rateOf(rule)?.aggregateKeyType ?? "");
const inRates = (edit: (rate: NonNullable<ReturnType<typeof rateOf>>) => void) =>
    behindProxy(inRules(isByAddress, (rule) => edit(rateOf(rule)!)));

export default stackRule(cloudflare.DnsRecord, {
    id: "proxy-limits",
    criterion: "SEC-06",
    severity: "high",
    says: "Behind Cloudflare, limits count the address of whoever asked it, and not one that many share.",
    fix: "Give rates by address the aggregateKeyType FORWARDED_IP, of the header CF-Connecting-IP, where no address is a match.",
    check: (record, stack) => {
        for (const acl of firewallsBehind(record, stack))
            for (const rule of rulesOf(acl.props).filter(isByAddress)) {
                const { aggregateKeyType, forwardedIpConfig: by } = rateOf(rule)!;
                if (aggregateKeyType === "IP") return `${rule.name} counts Cloudflare's own addresses.`;
                if (by?.headerName.toLowerCase() !== header)
                    return `${rule.name} counts ${by?.headerName ?? "no header"}, which anybody can write.`;
                if (by.fallbackBehavior !== "MATCH")
                    return `${rule.name} lets through what names no address.`;
            }
        return undefined;
    },
    breaks: {
        "left out": inRates((rate) => delete rate.forwardedIpConfig),
        "the proxy's address": inRates((rate) => (rate.aggregateKeyType = "IP")),
        "a header of anybody's": inRates((rate) => (rate.forwardedIpConfig!.headerName = "X-Forwarded-For")),
        "no address": inRates((rate) => (rate.forwardedIpConfig!.fallbackBehavior = "NO_MATCH")),
    },
});
