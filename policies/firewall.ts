import type * as aws from "@pulumi/aws";
import type { PropsOf } from "./graph.ts";
import { isOn, listOf, numberOf } from "./values.ts";
import type { Edit } from "./rule.ts";

type Acl = PropsOf<aws.wafv2.WebAclArgs>;
export type FirewallRule = NonNullable<Acl["rules"]>[number];

/** The rules of a firewall, in the order in which they are asked. */
export function rulesOf({ rules }: Acl): FirewallRule[] {
    return listOf(rules).sort((one, other) => Number(one.priority) - Number(other.priority));
}

/** Whether what a rule finds is stopped: by the rule, or by those of a group. */
export function stops({ action, overrideAction, statement }: FirewallRule): boolean {
    const isGroup = statement?.managedRuleGroupStatement !== undefined;
    return isGroup ? overrideAction?.none !== undefined : action?.block !== undefined;
}

/** Whether a rule, or one of a group by what it is told here, ends the look at what it finds, and lets that in. */
export function letsBy({ action, statement }: Pick<FirewallRule, "action" | "statement">): boolean {
    const overrides = listOf(statement?.managedRuleGroupStatement?.ruleActionOverrides);
    return action?.allow !== undefined || overrides.some((one) => one.actionToUse?.allow !== undefined);
}

/** What a request of some gigabytes says of its size: more than anything that a firewall is asked to let by. */
const large = "9".repeat(10);

/**
 * Whether a statement finds a request of such a size to every path, but for those that it names: WAF matches the text of
 * the header, by a pattern, or by how long it is.
 */
export function findsLarge(statement: FirewallRule["statement"] = {}): boolean {
    const { andStatement: and, regexMatchStatement: regex, sizeConstraintStatement: length } = statement;
    if (and) {
        const others = listOf(and.statements).filter(({ notStatement }) => notStatement === undefined);
        return others.length > 0 && others.every(findsLarge);
    }
    const header = (regex ?? length)?.fieldToMatch?.singleHeader?.name ?? "";
    if (!/^content-length$/i.test(header)) return false;
    if (regex) return new RegExp(regex.regexString).test(large);
    return /^G[ET]$/.test(length!.comparisonOperator) && numberOf(length!.size) < large.length;
}

type Group = NonNullable<NonNullable<FirewallRule["statement"]>["managedRuleGroupStatement"]>;
/** A limit of 8 KB for a body: our own limits of size take its place. */
const maybeCounted = ["SizeRestrictions_BODY"];

/** What keeps a managed group from stopping all that AWS knows by now; its default version is the newest. */
export function weaknessOf({ scopeDownStatement, version, ruleActionOverrides }: Group): string | undefined {
    if (scopeDownStatement) return "looks at some requests only";
    if (version) return `stays at ${version}`;
    const weaker = listOf(ruleActionOverrides).filter(({ actionToUse }) => !actionToUse?.block);
    const found = weaker.find(({ name }) => !maybeCounted.includes(name));
    return found && `stops nothing by ${found.name}`;
}

/** Whether the text of a part of requests leaves the firewall nowhere: the one of that key, or without one some of the kind. */
export function isHidden({ dataProtectionConfig }: Acl, type: string, key?: string): boolean {
    return listOf(dataProtectionConfig?.dataProtections).some((one) => {
        const { fieldType, fieldKeys } = one.field;
        const keys = listOf(fieldKeys).map((name) => name.toLowerCase());
        const isIt = fieldType === type && (key === undefined || keys.includes(key.toLowerCase()));
        const isWhole = !isOn(one.excludeRateBasedDetails) && !isOn(one.excludeRuleMatchDetails);
        return isIt && isWhole && one.action === "SUBSTITUTION";
    });
}

type Filter = PropsOf<aws.wafv2.WebAclLoggingConfigurationArgs>["loggingFilter"];

/** Whether a log has all that was stopped: nothing is filtered, or that is kept, without another condition. */
export function keepsStopped(filter: Filter): boolean {
    if (filter === undefined) return true;
    const isAbout = ({ actionCondition }: { actionCondition?: { action: string } }) =>
        actionCondition?.action === "BLOCK";
    const about = listOf(filter.filters).filter(({ conditions }) => listOf(conditions).some(isAbout));
    if (about.length === 0) return filter.defaultBehavior === "KEEP";
    return about.every(
        ({ behavior, requirement, conditions }) =>
            behavior === "KEEP" && (requirement === "MEETS_ANY" || listOf(conditions).every(isAbout)),
    );
}

/** Edits the rules that are chosen; "remove" takes them out. */
export function inRules(
    isChosen: (rule: FirewallRule) => boolean,
    edit: ((rule: FirewallRule) => void) | "remove",
): Edit {
    return ({ props }) => {
        if (edit === "remove") props.rules = props.rules.filter((rule: FirewallRule) => !isChosen(rule));
        else props.rules.filter(isChosen).forEach(edit);
    };
}

/** Lets through what the rule finds, and counts it. */
export function onlyCounts(rule: any): void {
    if (rule.overrideAction) rule.overrideAction = { count: {} };
    else rule.action = { count: {} };
}
