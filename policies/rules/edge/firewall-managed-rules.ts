import * as aws from "@pulumi/aws";
import { inRules, onlyCounts, rulesOf, stops, weaknessOf, type FirewallRule } from "../../firewall.ts";
import { isBehindProxy } from "../../proxies.ts";
import { resourceRule } from "../../rule.ts";

/** What every web application needs; but the first looks at who is connected, and behind a proxy that is the proxy. */
const wanted = ["AmazonIpReputationList", "KnownBadInputsRuleSet", "CommonRuleSet", "SQLiRuleSet"];
const group = (rule: FirewallRule) => rule.statement?.managedRuleGroupStatement;
const isGroup = (name: string) => (rule: FirewallRule) => group(rule)?.name === `AWSManagedRules${name}`;

export default resourceRule(aws.wafv2.WebAcl, {
    id: "firewall-managed-rules",
    criterion: "SEC-07",
    severity: "high",
    says: "AWS's managed rules stop known attacks.",
    fix: `Add the groups AWSManagedRules${wanted.join(", AWSManagedRules")} with overrideAction none; airworthy:firewall.mode is block.`,
    check: (acl) => {
        const rules = rulesOf(acl);
        for (const name of wanted) {
            const rule = rules.find(isGroup(name));
            if (!rule && name === wanted[0] && isBehindProxy(acl)) continue;
            if (!rule) return `It has no AWSManagedRules${name}.`;
            if (!stops(rule)) return `AWSManagedRules${name} only counts.`;
            const weakness = weaknessOf(group(rule)!);
            if (weakness) return `AWSManagedRules${name} ${weakness}.`;
        }
        return undefined;
    },
    breaks: {
        "left out": inRules(isGroup("SQLiRuleSet"), "remove"),
        "only counted": inRules((rule) => group(rule) !== undefined, onlyCounts),
        "some requests": inRules(isGroup("CommonRuleSet"), (rule) => {
            group(rule)!.scopeDownStatement = { geoMatchStatement: { countryCodes: ["US"] } };
        }),
        "of long ago": inRules(isGroup("CommonRuleSet"), (rule) => (group(rule)!.version = "1.0")),
        "one rule counts": inRules(isGroup("KnownBadInputsRuleSet"), (rule) => {
            group(rule)!.ruleActionOverrides = [{ name: "Log4JRCE_BODY", actionToUse: { count: {} } }];
        }),
    },
});
