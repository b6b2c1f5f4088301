import assert from "node:assert/strict";
import { judge } from "../../policies/rule.ts";
import githubLoginsBound from "../../policies/rules/guard/github-logins-bound.ts";
import { shown } from "../support/rules-graph.ts";
import { later } from "../support/rules-rehearsed.ts";

// Whether all rules agree, test/rules.test.ts asks of the same rehearsal.
describe("an environment that CI deploys", function () {
    this.timeout(300_000);

    it("lets in two logins that are bound, and every role that it may hand over is called after it", async () => {
        const { faults, resources } = await later();
        assert.deepEqual(faults, []);
        const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
        assert.ok(roles.length > 30);
        for (const { inputs } of roles) assert.match(String(inputs.name), /^airworthy-production-/);
        const verdicts = judge(githubLoginsBound, shown("later", { resources }).inputs);
        const judged = verdicts.filter(({ urn }) => /::ci-(preview|deploy)$/.test(urn));
        assert.deepEqual(
            judged.map(({ outcome }) => outcome),
            ["pass", "pass"],
        );
    });
});
