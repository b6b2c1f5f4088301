import type { Node } from "./graph.ts";
import { isLeftOut } from "./references.ts";
import { isOff, listOf } from "./values.ts";

/**
 * Whether a budget counts all that an account costs, as long as there is the account. One by a tag doesn't: it reads 0 until
 * whoever pays activates the tag for bills, and what can't be tagged is not in it.
 */
export function countsAll(budget: Node<any>): boolean {
    // What is left out the provider computes: nothing narrowed down, and an end in 2087.
    const [filters, expression, types, end] = [
        "costFilters",
        "filterExpression",
        "costTypes",
        "timePeriodEnd",
    ].map((name): unknown => (isLeftOut(budget, name) ? undefined : budget.props[name]));
    const isOfAccount = listOf(filters as { name: string }[]).every(({ name }) => name === "LinkedAccount");
    // Credits and refunds are no costs: they make them less.
    const isCut = ([name, value]: [string, unknown]) => !/Credit|Refund|^use/.test(name) && isOff(value);
    const isPlain = !expression && !Object.entries(Object(types)).some(isCut);
    return isOfAccount && isPlain && !/^20[0-7]/.test(String(end));
}
