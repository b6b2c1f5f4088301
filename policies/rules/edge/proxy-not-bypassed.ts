import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import { set } from "../../edits.ts";
import { inRules, onlyCounts, rulesOf, stops } from "../../firewall.ts";
import { behindProxy, findsAllBut, firewallsBehind, fromProxy, isTooWide } from "../../proxies.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const inFirst = (edit: Parameters<typeof inRules>[1]) =>
    behindProxy(inRules(({ priority }) => priority === 0, edit));

export default stackRule(cloudflare.DnsRecord, {
    id: "proxy-not-bypassed",
    criterion: "SEC-07",
    severity: "critical",
    says: "What Cloudflare stands in front of is reached through it alone, and by its own name.",
    fix: "Let the first rule of the firewall block what is not from sets of Cloudflare's addresses, or not for the name (components/edge/firewall/proxy.ts).",
    check: (record, stack) => {
        for (const acl of firewallsBehind(record, stack)) {
            const rules = rulesOf(acl.props);
            if (!findsAllBut(record.props.name, rules)) return `${acl.name} does not ask first who connects.`;
            if (!stops(rules[0]!)) return `${acl.name} only counts what does not come through Cloudflare.`;
            const sets = stack.named(acl, "rules", aws.wafv2.IpSet);
            if (sets.length === 0) return `${acl.name} lets in no addresses that this stack names.`;
            const wide = sets.flatMap(({ props }) => listOf(props.addresses)).find(isTooWide);
            if (wide !== undefined) return `${wide} is wider than any block of Cloudflare's.`;
        }
        return undefined;
    },
    breaks: {
        "left out": inFirst("remove"),
        "only counted": inFirst(onlyCounts),
        "after others": inFirst((rule) => (rule.priority = 99)),
        "for any name": inFirst(({ statement }) => {
            const not = statement!.notStatement!;
            not.statement = not.statement!.andStatement!.statements![0];
        }),
        wide: fromProxy((_, stack) => stack.all(aws.wafv2.IpSet), set("addresses", ["0.0.0.0/1"])),
    },
});
