import * as aws from "@pulumi/aws";
import { inRules, looksAtSize, onlyCounts, rulesOf, stops, type FirewallRule } from "../../firewall.ts";
import { resourceRule } from "../../rule.ts";

const isSize = ({ statement = {} }: FirewallRule) => looksAtSize(statement);

export default resourceRule(aws.wafv2.WebAcl, {
    id: "upload-limits",
    criterion: "SEC-15",
    severity: "medium",
    says: "What is too large is turned away at the edge, before it fills anybody's memory.",
    fix: "Add a rule on the header content-length that blocks; the blueprint's are airworthy:firewall.maxBodyKb and uploadMb.",
    check: (acl) =>
        rulesOf(acl).some((rule) => isSize(rule) && stops(rule))
            ? undefined
            : "It lets through whatever its size.",
    breaks: {
        "left out": inRules(isSize, "remove"),
        "only counted": inRules(isSize, onlyCounts),
    },
});
