import { isObject, type Properties, type Value } from "../values.ts";
import { listOf, textOf } from "./row.ts";
import { page } from "./sources.ts";

const guide = "https://docs.aws.amazon.com/waf/latest/developerguide/";

/** Where the units of each were read. */
export const units = [
    page(`${guide}aws-waf-capacity-units.html`),
    page(`${guide}waf-rule-statements-match.html`, "2026-11-23"),
    "waf-rule-statement-type-string-match.html and waf-rule-statement-transformation.html",
    "aws-managed-rule-groups-baseline.html",
    "aws-managed-rule-groups-ip-rep.html and aws-managed-rule-groups-use-case.html",
    page(`${guide}waf-rule-statement-type-rate-based.html`, "2026-11-22"),
].join(", ");

/** Capacity units of AWS's managed rule groups, as their pages state them. */
const managed: { [name: string]: number } = {
    AWSManagedRulesCommonRuleSet: 700,
    AWSManagedRulesKnownBadInputsRuleSet: 200,
    AWSManagedRulesAmazonIpReputationList: 25,
    AWSManagedRulesSQLiRuleSet: 200,
};

/** A statement by itself, before what it looks at and what that is changed into. */
const own: { [kind: string]: (of: Properties) => number } = {
    managedRuleGroupStatement: ({ name }) => known(managed, textOf(name)),
    rateBasedStatement: ({ customKeys }) => 2 + 30 * listOf(customKeys).length,
    ipSetReferenceStatement: ({ ipSetForwardedIpConfig: by }) =>
        isObject(by) && textOf(by.position) === "ANY" ? 5 : 1,
    geoMatchStatement: () => 1,
    asnMatchStatement: () => 1,
    labelMatchStatement: () => 1,
    byteMatchStatement: ({ positionalConstraint: at }) => (textOf(at)?.startsWith("CONTAINS") ? 10 : 2),
    regexMatchStatement: () => 3,
    regexPatternSetReferenceStatement: () => 25,
    sizeConstraintStatement: () => 1,
};

const known = (table: { [name: string]: number }, name = "") =>
    Object.hasOwn(table, name) ? table[name]! : 0;

/**
 * Capacity units of rules. "Processing optimizations" of AWS's make it fewer: a change of one part of a request, such as the path in
 * small letters, may be charged once for all rules, so that the sum is between the two. What is not known counts as none.
 */
export function unitsOf(rules: Value | undefined): { least: number; most: number } {
    const changes: string[] = [];
    const base = listOf(rules).map((one) => (isObject(one) ? baseOf(one.statement, changes) : 0));
    const sum = base.reduce((total, one) => total + one, 0);
    return { least: sum + 10 * new Set(changes).size, most: sum + 10 * changes.length };
}

/** The same without the changes, which are noted. */
function baseOf(statement: Value | undefined, changes: string[]): number {
    if (!isObject(statement)) return 0;
    return Object.entries(statement).reduce((sum, [kind, of]) => {
        if (!isObject(of)) return sum;
        const { fieldToMatch: field } = of;
        const isIn = (part: string) => isObject(field) && isObject(field[part]);
        const alone = Object.hasOwn(own, kind) ? own[kind]!(of) : 0;
        for (const one of listOf(of.textTransformations)) {
            const type = isObject(one) ? textOf(one.type) : undefined;
            if (type !== undefined && type !== "NONE") changes.push(`${JSON.stringify(field)} ${type}`);
        }
        const within = [of.statement, of.scopeDownStatement, ...listOf(of.statements)];
        const inner = within.reduce<number>((total, one) => total + baseOf(one, changes), 0);
        return sum + alone * (isIn("jsonBody") ? 2 : 1) + (isIn("allQueryArguments") ? 10 : 0) + inner;
    }, 0);
}
