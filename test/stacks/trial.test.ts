import assert from "node:assert/strict";
import { judge } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { rehearsed } from "../support/rehearsed.ts";
import { shown } from "../support/rules-graph.ts";

describe("an environment without a domain", function () {
    // The rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);

    it("is a trial: not ready for SEC-04, with that reason, and for nothing else", async () => {
        const changes = { "airworthy:domain": { name: "", dns: "route53", zoneId: "" } };
        const rehearsal = await rehearsed("staging", "plan", changes);
        assert.deepEqual(rehearsal.faults, []);
        const { inputs, outputs } = shown("trial", rehearsal);
        const told = rules.flatMap((rule) => {
            const verdicts = judge(rule, rule.level === "stack" ? outputs : inputs);
            return verdicts.flatMap(({ outcome, message }) =>
                outcome === "pass" ? [] : `${rule.criterion} ${rule.id}: ${outcome}, ${message}`,
            );
        });
        const others = told.filter((one) => !one.startsWith("SEC-04 "));
        assert.deepEqual(others, []);
        assert.ok(
            told.some((one) => /^SEC-04 cdn-tls: fail, It is a trial/.test(one)),
            told.join("\n"),
        );
    });
});
