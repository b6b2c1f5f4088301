import * as aws from "@pulumi/aws";
import { findsLarge, inRules, onlyCounts, rulesOf, stops, type FirewallRule } from "../../firewall.ts";
import { resourceRule } from "../../rule.ts";

const isSize = ({ statement }: FirewallRule) => findsLarge(statement);
const here = { uriPath: {} };
const aPath = { searchString: "/import", positionalConstraint: "STARTS_WITH", fieldToMatch: here };

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
        "by a pattern of nothing": inRules(isSize, ({ statement }) => {
            statement!.regexMatchStatement!.regexString = "^9{30}$";
        }),
        "at one path": inRules(isSize, (rule) => {
            const path = { byteMatchStatement: { ...aPath, textTransformations: [] } };
            rule.statement = { andStatement: { statements: [rule.statement!, path] } };
        }),
    },
});
