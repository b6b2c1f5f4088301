import assert from "node:assert/strict";
import { Budget, type BudgetArgs } from "../../../../components/guard/account/budget.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const type = "aws:budgets/budget:Budget";
const made = (changes: Partial<BudgetArgs> = {}) =>
    recorded(
        () =>
            new Budget("budget", {
                limitUsd: 300,
                environment: "live",
                email: "oncall@acme.dev",
                ...changes,
            }),
    );

describe("Budget", () => {
    it("writes at 80 and 100 percent spent, and when the forecast passes the limit", async () => {
        const all = await made({ environmentBudget: { usd: 200, tags: "elsewhere" } });
        for (const [name, limit] of [
            ["budget", "300"],
            ["budget-environment", "200"],
        ]) {
            const budget = inputsOf(all, type, name);
            const notifications = budget.notifications as Record<string, unknown>[];
            assert.equal(budget.limitAmount, limit);
            assert.deepEqual(
                notifications.map((one) => [one.notificationType, one.threshold]),
                [
                    ["ACTUAL", 80],
                    ["ACTUAL", 100],
                    ["FORECASTED", 100],
                ],
            );
            const readers = notifications.map((one) => String(one.subscriberEmailAddresses));
            assert.deepEqual([...new Set(readers)], ["oncall@acme.dev"]);
        }
    });

    it("counts the account, and besides what wears the environment's tag, which it activates where it is to", async () => {
        const filters = { costFilters: [{ name: "TagKeyValue", values: ["user:environment$live"] }] };
        const tagsOf = (all: Awaited<ReturnType<typeof made>>) =>
            all.filter((one) => /costAllocationTag/.test(one.type)).map(({ inputs }) => inputs);
        assert.equal((await made()).filter((one) => one.type === type).length, 1);
        const own = await made({ environmentBudget: { usd: 200, tags: "own" } });
        assert.equal(inputsOf(own, type, "budget").costFilters, undefined);
        assert.deepEqual(inputsOf(own, type, "budget-environment").costFilters, filters.costFilters);
        assert.deepEqual(tagsOf(own), [{ tagKey: "environment", status: "Active" }]);
        assert.deepEqual(tagsOf(await made({ environmentBudget: { usd: 200, tags: "elsewhere" } })), []);
    });
});
