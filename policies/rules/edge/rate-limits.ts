import * as aws from "@pulumi/aws";
import { inRules, onlyCounts, rulesOf, stops } from "../../firewall.ts";
import { hasProxy } from "../../proxies.ts";
import { countsAddress, countsUser, inRates, isRate, rateOf, stopsAbove } from "../../rates.ts";
import { stackRule } from "../../rule.ts";

/** Requests in five minutes: 33 a second of one client are no person's. */
const [most, forwarded] = [10_000, "FORWARDED_IP"];
const aMinute = { limit: 9000, evaluationWindowSec: 60 };
const us = { geoMatchStatement: { countryCodes: ["US"] } };
const notUs = { notStatement: { statement: us } };

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
        const low = of.filter((one) => stopsAbove(one, most));
        if (!low.some(countsAddress)) return "Nothing stops an address that asks too often.";
        return low.some(countsUser) ? undefined : "Nothing stops a user who asks from many addresses.";
    },
    breaks: {
        "left out": inRules(isRate, "remove"),
        "any address": inRates("ip-rate", "remove"),
        "any user": inRates("user-rate", "remove"),
        "only counted": inRules(isRate, onlyCounts),
        "as a header says": inRates("ip-rate", (rate) => (rate.aggregateKeyType = forwarded)),
        "far too many": inRates("ip-rate", (rate) => (rate.limit = 1_000_000)),
        "in a minute": inRates("ip-rate", (rate) => Object.assign(rate, aMinute)),
        "but some": inRates("ip-rate", (rate) => (rate.scopeDownStatement = notUs)),
        "some users": inRates("user-rate", (rate) => (rate.scopeDownStatement = us)),
        "by address, too": inRates("user-rate", (rate) => rate.customKeys!.push({ ip: {} })),
    },
});
