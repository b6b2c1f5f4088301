import type * as aws from "@pulumi/aws";
import type { PropsOf } from "./graph.ts";
import { isOn, listOf } from "./values.ts";
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

/** Whether a statement, or one inside of it, looks at what a request says about its size. */
export function looksAtSize({
    andStatement: and,
    orStatement: or,
    notStatement: not,
    ...leaf
}: any): boolean {
    const inner: unknown[] = [and?.statements, or?.statements, not?.statement].flatMap(listOf);
    const isIt = (one: any) => /^content-length$/i.test(one.fieldToMatch?.singleHeader?.name ?? "");
    return inner.some(looksAtSize) || Object.values(leaf).some(isIt);
}

type Group = NonNullable<NonNullable<FirewallRule["statement"]>["managedRuleGroupStatement"]>;
/** A limit of 8 KB for a body: our own limits of size take its place. */
const maybeCounted = ["SizeRestrictions_BODY"];

/** The rules of a managed group that are told not to stop anything, by name. */
export function weakerIn({ ruleActionOverrides }: Group): string[] {
    const weaker = listOf(ruleActionOverrides).filter(({ actionToUse }) => !actionToUse?.block);
    return weaker.map(({ name }) => name).filter((name) => !maybeCounted.includes(name));
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
