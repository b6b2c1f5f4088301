import { textOf } from "./cdn.ts";
import { inRules, type FirewallRule } from "./firewall.ts";
import type { Edit } from "./rule.ts";
import { numberOf } from "./values.ts";

type Rate = NonNullable<NonNullable<FirewallRule["statement"]>["rateBasedStatement"]>;

export const rateOf = ({ statement }: FirewallRule) => statement?.rateBasedStatement;
export const isRate = (rule: FirewallRule) => rateOf(rule) !== undefined;

/** Edits the rate of that name; "remove" takes it out. */
export function inRates(name: string, edit: ((rate: Rate) => void) | "remove"): Edit {
    const isIt = (rule: FirewallRule) => isRate(rule) && rule.name === name;
    return inRules(isIt, edit === "remove" ? edit : (rule) => edit(rateOf(rule)!));
}

/** Characters of a text that nobody guesses: half of what 128 bits are in hexadecimal. */
const hardToGuess = 16;

/**
 * Whether every request is counted, or all but a load test's, which knows the text of a header: one that looks at a path, or
 * leaves out a country, lets others ask as often as they like.
 */
function countsAll({ scopeDownStatement: some }: Rate): boolean {
    if (some === undefined) return true;
    const match = some.notStatement?.statement?.byteMatchStatement;
    if (match?.fieldToMatch?.singleHeader === undefined) return false;
    const text = textOf(match, "searchString");
    const isKnownToFew = text === undefined || text.length >= hardToGuess;
    return match.positionalConstraint === "EXACTLY" && isKnownToFew;
}

/** Whether nobody whom it counts asks more often in five minutes, for which WAF looks back where nothing else is said. */
export function stopsAbove(rate: Rate, most: number): boolean {
    const { limit, evaluationWindowSec = 300 } = rate;
    return (numberOf(limit) * 300) / numberOf(evaluationWindowSec) <= most && countsAll(rate);
}

/** Whether the address of whoever asks is counted, and by nothing else. */
export function countsAddress({ aggregateKeyType }: Rate): boolean {
    return aggregateKeyType === "IP" || aggregateKeyType === "FORWARDED_IP";
}

/** Whether a user is counted wherever they ask from, and whatever for: each key beside theirs would count them apart by it. */
export function countsUser({ customKeys = [] }: Rate): boolean {
    return customKeys.length === 1 && customKeys.some(({ header, cookie }) => header ?? cookie);
}
