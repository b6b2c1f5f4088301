import assert from "node:assert/strict";
import { Budget } from "../../../../components/guard/account/budget.ts";
import { inputsOf, recorded } from "../../recorded.ts";

describe("Budget", () => {
    it("writes at 80 and 100 percent spent, and when the forecast passes the limit", async () => {
        const made = await recorded(() => new Budget("budget", { limitUsd: 300, email: "oncall@acme.dev" }));
        const budget = inputsOf(made, "aws:budgets/budget:Budget");
        const notifications = budget.notifications as Record<string, unknown>[];
        assert.equal(budget.limitAmount, "300");
        assert.deepEqual(
            notifications.map((one) => [one.notificationType, one.threshold]),
            [
                ["ACTUAL", 80],
                ["ACTUAL", 100],
                ["FORECASTED", 100],
            ],
        );
        assert.ok(notifications.every((one) => String(one.subscriberEmailAddresses) === "oncall@acme.dev"));
    });
});
