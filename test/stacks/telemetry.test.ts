import assert from "node:assert/strict";
import { telemetryOf } from "../../stacks/telemetry.ts";
import { tracingOf } from "../../stacks/tracing.ts";
import { faults } from "../support/settings.ts";

const off = { datadog: { site: "", agentImage: "" }, datadogApiKey: "" };
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
            telemetryOf({ settings: { ...off, businessMetrics, sentryDsn: "" }, environment: "acme-live" })
                .variables;
        assert.deepEqual(told(["SignUps", "Churned"]), {
            AWS_EMF_NAMESPACE: "Airworthy/acme-live",
            BUSINESS_METRICS: "SignUps,Churned",
            ...tracingOf("acme-live"),
        });
        assert.deepEqual(told([]), { AWS_EMF_NAMESPACE: "Airworthy/acme-live", ...tracingOf("acme-live") });
    });
});

describe("where errors are sent", () => {
    const DSN = `https://${"0123456789abcdef".repeat(2)}@o1.ingest.de.sentry.io/42`;
    const of = (dsn: string, isSecret = true) =>
        faults(
            { "airworthy:sentryDsn": dsn },
            isSecret ? ["airworthy:config:sentryDsn", "airworthy:sentryDsn"] : [],
        );

    it("is the address of a project of Sentry's, on its servers or on others, or nothing", () => {
        for (const dsn of [DSN, DSN.replace("o1.ingest.de.sentry.io", "errors.acme.dev/sentry"), ""])
            assert.deepEqual(of(dsn), [], dsn);
        for (const dsn of [
            DSN.replace("https", "http"),
            DSN.replace("/42", ""),
            DSN.replace("@", ":secret@"),
            DSN.replace("sentry.io", "sentry.io:9000"),
            "https://sentry.io",
        ])
            assert.match(
                of(dsn).join(),
                /^Pulumi\.staging\.yaml: sentryDsn is \[secret\]; use what Sentry shows/,
            );
    });

    it("is refused in plain text and not repeated, unless it is what the clone ships", () => {
        const [fault, ...others] = of(DSN, false);
        assert.deepEqual(others, []);
        assert.match(
            fault!,
            /sentryDsn is \[secret\]; use .*`pulumi config set --secret airworthy:sentryDsn`/,
        );
        assert.doesNotMatch(fault!, /0123456789abcdef/);
        assert.deepEqual(of(DSN.replace(/[0-9a-f]{32}/, "0".repeat(32)), false), []);
    });

    it("is kept for the application under its own variable, and told with the environment; nothing is where there is none", () => {
        const of = (sentryDsn: string) =>
            telemetryOf({ settings: { ...off, businessMetrics: [], sentryDsn }, environment: "acme-live" });
        assert.deepEqual(of(DSN).issued, { SENTRY_DSN: DSN });
        assert.equal(of(DSN).variables.SENTRY_ENVIRONMENT, "acme-live");
        assert.deepEqual([of("").issued, "SENTRY_ENVIRONMENT" in of("").variables], [{}, false]);
    });
});
