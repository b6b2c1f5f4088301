import { isObject, type Value } from "../values.ts";
import { listOf, textOf } from "./row.ts";
import { page } from "./sources.ts";

const guide = "https://docs.aws.amazon.com/waf/latest/developerguide/";

/** Where the units of each were read: those of statements are under "Using rule statements", each on its own page. */
export const units = [
    page(`${guide}aws-waf-capacity-units.html`),
    "aws-managed-rule-groups-baseline.html",
    "aws-managed-rule-groups-ip-rep.html and aws-managed-rule-groups-use-case.html",
    page(`${guide}waf-rule-statement-type-rate-based.html`, "2026-11-22"),
].join(", ");

/** Capacity units of AWS's managed rule groups, as their pages state them. */
const managed: { [name: string]: number } = {
    AWSManagedRulesCommonRuleSet: 700,
    AWSManagedRulesAmazonIpReputationList: 25,
    AWSManagedRulesSQLiRuleSet: 200,
};

/** At least so many units does a statement take: what is not known counts as none, so that a fault is certain. */
export function unitsOf(statement: Value | undefined): number {
    if (!isObject(statement)) return 0;
    const { managedRuleGroupStatement: group, rateBasedStatement: rate } = statement;
    if (isObject(group)) {
        const name = textOf(group.name) ?? "";
        return (Object.hasOwn(managed, name) ? managed[name]! : 0) + unitsOf(group.scopeDownStatement);
    }
    if (isObject(rate)) return 2 + 30 * listOf(rate.customKeys).length + unitsOf(rate.scopeDownStatement);
    // 1 without a header of forwarded addresses, or with one and another place in it than ANY.
    if (isObject(statement.ipSetReferenceStatement)) return 1;
    const inner = Object.values(statement).flatMap((one) =>
        isObject(one) ? [one.statement, ...listOf(one.statements)] : [],
    );
    return inner.reduce<number>((sum, one) => sum + unitsOf(one), 0);
}
