import * as aws from "@pulumi/aws";
import { inRules, onlyCounts, rulesOf, stops, type FirewallRule } from "../../firewall.ts";
import { hasProxy } from "../../proxies.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

/** Requests in five minutes: 33 a second of one client are no person's. */
const [most, forwarded] = [10_000, "FORWARDED_IP"];
const rateOf = ({ statement }: FirewallRule) => statement?.rateBasedStatement;
const isRate = (rule: FirewallRule) => rateOf(rule) !== undefined;
const perUser = (rule: FirewallRule) => rateOf(rule)?.customKeys !== undefined;
const perIp = (rule: FirewallRule) => isRate(rule) && rule.name === "ip-rate";

export default stackRule(aws.wafv2.WebAcl, {
    id: "rate-limits",
    criterion: "SEC-06",
    severity: "high",
    says: "No address and no user can ask so often that others get nothing.",
    fix: `Add rules with a rateBasedStatement by IP, and by customKeys with the header or cookie of a user, of ${most} or less, that block.`,
    check: (acl, stack) => {
        const of = rulesOf(acl.props).flatMap((rule) => (stops(rule) && rateOf(rule)) || []);
        const said = of.some(({ aggregateKeyType }) => aggregateKeyType === forwarded);
        if (said && !hasProxy(acl, stack)) return "It counts addresses that anybody can write into a header.";
        const low = of.filter(({ limit }) => numberOf(limit) <= most);
        // One that looks at a path alone leaves the others open; all but a load test's is wide enough.
        const isWide = ({ scopeDownStatement: some }: (typeof of)[number]) => !some || some.notStatement;
        const ip = low.some((one) => ["IP", forwarded].includes(one.aggregateKeyType!) && isWide(one));
        if (!ip) return "Nothing stops an address that asks too often.";
        const user = low.some(({ customKeys = [] }) => customKeys.some((key) => key.header || key.cookie));
        return user ? undefined : "Nothing stops a user who asks too often from many addresses.";
    },
    breaks: {
        "left out": inRules(isRate, "remove"),
        "any address": inRules(perIp, "remove"),
        "any user": inRules(perUser, "remove"),
        "only counted": inRules(isRate, onlyCounts),
        "as a header says": inRules(perIp, (rule) => (rateOf(rule)!.aggregateKeyType = forwarded)),
        "far too many": inRules(perIp, (rule) => (rateOf(rule)!.limit = 1_000_000)),
    },
});
