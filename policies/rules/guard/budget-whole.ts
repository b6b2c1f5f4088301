import * as aws from "@pulumi/aws";
import { countsAll } from "../../budgets.ts";
import { add, inEvery, set } from "../../edits.ts";
import { isBilled, Program } from "../../program.ts";
import { stackRule } from "../../rule.ts";

const { Budget } = aws.budgets;
const { CostAllocationTag } = aws.costexplorer;
const byTag = [{ name: "TagKeyValue", values: ["user:environment$production"] }];

export default stackRule(Program, {
    id: "budget-whole",
    criterion: "CST-01",
    severity: "high",
    says: "Every stack that is paid for has a budget that counts all that it costs, and takes no tag out of the bills.",
    fix: "Add an aws.budgets.Budget of type COST, without filters but for LinkedAccount: one by a tag reads 0 until whoever pays activates that.",
    check: (_program, stack) => {
        if (!isBilled(stack)) return undefined;
        if (stack.all(CostAllocationTag).some(({ props }) => props.status !== "Active"))
            return "A tag is taken out of the bills, and budgets by it read 0.";
        const budgets = stack.all(Budget).filter(({ props }) => props.budgetType === "COST");
        if (budgets.length === 0) return "It has none.";
        return budgets.some(countsAll) ? undefined : "Its budgets leave a part of the costs out.";
    },
    breaks: {
        "left out": inEvery(Budget, "remove"),
        "of hours": inEvery(Budget, set("budgetType", "USAGE")),
        "of one service": inEvery(Budget, set("costFilters", [{ name: "Service", values: ["AWS WAF"] }])),
        "by a tag alone": inEvery(Budget, set("costFilters", byTag)),
        "without subscriptions": inEvery(Budget, set("costTypes", { includeSubscription: false })),
        "until last year": inEvery(Budget, set("timePeriodEnd", "2025-12-31_00:00")),
        "by a tag switched off": add(CostAllocationTag, () => ({
            tagKey: "environment",
            status: "Inactive",
        })),
    },
});
