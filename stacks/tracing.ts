import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { docs, whole } from "./docs.ts";

/** How many of the requests can be looked at afterwards, part by part. */
export const tracing = z
    .strictObject({
        samplePercent: whole(1, 100).register(docs, {
            says: "Percent of requests whose trace is kept, besides all of those that failed or took longer than 2 seconds. Each kept trace is paid for.",
            use: "1 to 100",
        }),
    })
    .register(docs, {
        says: "The traces of requests and jobs, which X-Ray keeps for 30 days. docs/runbooks/tracing.md says how an application sends them.",
        use: "a map with samplePercent",
    });

/**
 * What a container is told of the collector beside it, by OpenTelemetry's own names (its specification, "Environment
 * Variable Specification"), which the libraries of most languages read.
 */
export function tracingOf(environment: string) {
    return {
        // The task's containers share an address, and a name may stand for another one first.
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
        OTEL_TRACES_EXPORTER: "otlp",
        // Nothing beside it takes these.
        OTEL_METRICS_EXPORTER: "none",
        OTEL_LOGS_EXPORTER: "none",
        // The collector chooses, once it knows how a request ended; a caller from outside has no say.
        OTEL_TRACES_SAMPLER: "always_on",
        // Of the load balancer, and of what else AWS calls it by; no baggage, in which callers could send anything along.
        OTEL_PROPAGATORS: "tracecontext,xray",
        OTEL_SERVICE_NAME: environment,
    };
}

/** `OTEL_RESOURCE_ATTRIBUTES`, what its traces say of it: the environment, and the version that runs. */
export function resourceOf(environment: string, version: pulumi.Output<string>): pulumi.Output<string> {
    const named = `deployment.environment=${environment},deployment.environment.name=${environment}`;
    return pulumi.interpolate`${named},service.version=${version}`;
}
