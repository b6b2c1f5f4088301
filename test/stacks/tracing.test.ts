import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { resourceOf, tracingOf } from "../../stacks/tracing.ts";
import { faults } from "../support/settings.ts";

describe("the share of traces that is kept", () => {
    const of = (samplePercent: unknown) => faults({ "airworthy:tracing": JSON.stringify({ samplePercent }) });

    it("is 1 to 100 percent: with none of the good ones, nobody knows what is usual", () => {
        for (const good of [1, 5, "20", 100]) assert.deepEqual(of(good), []);
        for (const bad of [0, 101, 0.5, "many", -1])
            assert.match(of(bad).join(), /tracing\.samplePercent is .*; use 1 to 100/);
    });
});

describe("what an application is told of the collector beside it", () => {
    const told = tracingOf("acme-live");

    it("is where it listens, for traces alone, by OpenTelemetry's own names", () => {
        assert.equal(told.OTEL_EXPORTER_OTLP_ENDPOINT, "http://127.0.0.1:4318");
        assert.deepEqual(
            [told.OTEL_TRACES_EXPORTER, told.OTEL_METRICS_EXPORTER, told.OTEL_LOGS_EXPORTER],
            ["otlp", "none", "none"],
        );
    });

    it("is to begin every trace, and to go on with AWS's, but to send on nothing that a caller made up", () => {
        assert.equal(told.OTEL_TRACES_SAMPLER, "always_on");
        assert.deepEqual(told.OTEL_PROPAGATORS.split(","), ["tracecontext", "xray"]);
    });

    it("is its environment and its version, in a list that every library reads", async () => {
        const version = pulumi.output(`sha256:${"ab".repeat(32)}`);
        const text = await new Promise<string>((done) => void resourceOf("acme-live", version).apply(done));
        const pairs = text.split(",").map((pair) => pair.split("="));
        assert.deepEqual(Object.fromEntries(pairs), {
            "deployment.environment": "acme-live",
            "deployment.environment.name": "acme-live",
            "service.version": `sha256:${"ab".repeat(32)}`,
        });
    });
});
