import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { letsBy, rulesOf, stops } from "../../firewall.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { RuleGroup, WebAcl, WebAclRule } = aws.wafv2;
const allow = { action: { allow: {} } };
const some = { geoMatchStatement: { countryCodes: ["US"] } };
const others = { arn: "arn:aws:wafv2:us-east-1:1:global/rulegroup/a/b" };
/** Puts a rule before all others. */
const before = (rule: object): Edit => {
    return ({ props }) => void props.rules.unshift({ name: "added", priority: -1, ...rule });
};

export default stackRule(WebAcl, {
    id: "firewall-lets-none-by",
    criterion: "SEC-07",
    severity: "critical",
    says: "No rule of the firewall lets a request by before the others have looked at it.",
    fix: "Give no rule before those that stop the action allow, which ends the look: except by a scopeDownStatement or a notStatement of the one rule.",
    check: (acl, stack) => {
        const rules = rulesOf(acl.props);
        const last = rules.findLastIndex(stops);
        const open = rules.slice(0, Math.max(last, 0)).find(letsBy);
        if (open) return `${open.name} lets by what ${rules[last]!.name} would have stopped.`;
        const groups = rules.filter(({ statement }) => statement?.ruleGroupReferenceStatement);
        const own = groups.length > 0 ? stack.named(acl, "rules", RuleGroup) : [];
        if (own.length < groups.length) return "It asks a group of rules that nobody sees here.";
        const inside = own.find(({ props }) => listOf(props.rules).some(({ action }) => action?.allow));
        const beside = inside ?? stack.all(WebAclRule).find(({ props }) => props.action?.allow);
        return beside && `${beside.name} lets by what other rules would have stopped.`;
    },
    breaks: {
        "left out": before({ ...allow, statement: some }),
        "a group of another stack": before({ statement: { ruleGroupReferenceStatement: others } }),
        "a rule beside it": add(WebAclRule, () => allow),
    },
});
