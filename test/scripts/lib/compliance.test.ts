import assert from "node:assert/strict";
import path from "node:path";
import { rules } from "../../../policies/rules/index.ts";
import type { Resource } from "../../../rehearsal/engine/resource.ts";
import type { Violation } from "../../../rehearsal/policy/policies.ts";
import { complianceReport } from "../../../scripts/lib/compliance.ts";
import { HOUSE } from "../../support/house.ts";

const own = [{ folder: path.join(HOUSE, "policies") }];
const tagged = (compliance: unknown) =>
    [{ outputs: {} }, { outputs: { tagsAll: { compliance } } }] as Resource[];
const idleBut = (...ids: string[]) =>
    rules
        .filter(({ id }) => !ids.includes(id))
        .map(({ id }) => ({ pack: "airworthy", policy: id, reason: "" }));
const broken = (policy: string) => ({ pack: "airworthy", policy }) as Violation;

describe("what a rehearsal says of compliance", () => {
    it("is which rules that judged something serve which controls, framework by framework", async () => {
        const notApplicable = idleBut("logs-as-promised", "flow-logs", "budget-alerts");
        const judged = { resources: tagged("pciDss soc2"), violations: [], notApplicable };
        assert.deepEqual(await complianceReport(judged, own), [
            "",
            "Compliance, as help for an audit and no certificate (docs/compliance.md):",
            "    PCI DSS v4.0.1: 2 rules serve 2 controls: 10.2.1, 10.5.1.",
            "    SOC 2: 2 rules serve 2 controls: C1.2, CC7.2.",
        ]);
    });

    it("names the controls that a broken rule leaves, and counts them no longer among the served", async () => {
        const notApplicable = idleBut("logs-as-promised", "flow-logs");
        const violations = [broken("logs-as-promised")];
        const judged = { resources: tagged("pciDss"), violations, notApplicable };
        assert.deepEqual((await complianceReport(judged, own)).slice(2), [
            "    PCI DSS v4.0.1: 1 rules serve 1 controls: 10.2.1.",
            "    Not served as it is: 10.5.1, by logs-as-promised.",
        ]);
    });

    it("is nothing without a profile, and where other policies judged", async () => {
        const judged = { violations: [], notApplicable: [] };
        for (const tag of [undefined, "iso27001", ""])
            assert.deepEqual(await complianceReport({ ...judged, resources: tagged(tag) }, own), []);
        const other = [{ folder: HOUSE }];
        assert.deepEqual(await complianceReport({ ...judged, resources: tagged("soc2") }, other), []);
    });
});
