import assert from "node:assert/strict";
import { telemetryOf } from "../../stacks/telemetry.ts";
import { faults } from "../support/settings.ts";

const of = (businessMetrics: unknown) =>
    faults({ "airworthy:telemetry": JSON.stringify({ businessMetrics }) });

describe("the numbers of the business", () => {
    it("are up to three names, each once, and may be none", () => {
        for (const good of [[], ["SignUps"], ["SignUps", "Orders_Placed", "RevenueCents"]])
            assert.deepEqual(of(good), []);
        for (const bad of [
            ["A", "B", "C", "D"],
            ["SignUps", "SignUps"],
        ])
            assert.match(of(bad).join(), /telemetry\.businessMetrics is .*; use a list of up to three names/);
        for (const bad of ["sign-ups", "Sign,Ups", "7Days", "", "x".repeat(65)])
            assert.match(of([bad]).join(), /telemetry\.businessMetrics\.0 is /, bad);
    });

    it("are told to the application with the namespace of its environment; without one, nothing of them", () => {
        const told = (businessMetrics: string[]) =>
            telemetryOf({ settings: { businessMetrics }, environment: "acme-live" }).variables;
        assert.deepEqual(told(["SignUps", "Churned"]), {
            AWS_EMF_NAMESPACE: "Airworthy/acme-live",
            BUSINESS_METRICS: "SignUps,Churned",
        });
        assert.deepEqual(told([]), { AWS_EMF_NAMESPACE: "Airworthy/acme-live" });
    });
});
