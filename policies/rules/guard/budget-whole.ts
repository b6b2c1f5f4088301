import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { isBilled, Program } from "../../program.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { Budget } = aws.budgets;
/** What a budget may be narrowed down to: an account, or what wears a tag. Anything else leaves a part of the bill out. */
const narrowed = /^(LinkedAccount|TagKeyValue)$/;

export default stackRule(Program, {
    id: "budget-whole",
    criterion: "CST-01",
    severity: "high",
    says: "Every stack that is paid for has a budget that counts all that it costs.",
    fix: "Add an aws.budgets.Budget of type COST to the stack, without filters but for LinkedAccount and TagKeyValue.",
    check: (_program, stack) => {
        if (!isBilled(stack)) return undefined;
        const budgets = stack.all(Budget).filter(({ props }) => props.budgetType === "COST");
        if (budgets.length === 0) return "It has none.";
        const isWhole = budgets.some((budget) => {
            // What is left out the provider computes.
            const filters = isLeftOut(budget, "costFilters") ? [] : listOf(budget.props.costFilters);
            const isPlain = isLeftOut(budget, "filterExpression") || !budget.props.filterExpression;
            return isPlain && filters.every(({ name }) => narrowed.test(name));
        });
        return isWhole ? undefined : "Its budgets leave a part of the costs out.";
    },
    breaks: {
        "left out": inEvery(Budget, "remove"),
        "of hours": inEvery(Budget, set("budgetType", "USAGE")),
        "of one service": inEvery(Budget, set("costFilters", [{ name: "Service", values: ["AWS WAF"] }])),
    },
});
