import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { judge } from "../../policies/rule.ts";
import rule from "../../policies/rules/watch/requests-traced.ts";
import { node } from "../support/rules-verdict.ts";

const named = (variables: Record<string, string>) =>
    Object.entries(variables).map(([name, value]) => ({ name, value }));
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" };
const app = (more: Record<string, string> = {}) => ({
    name: "app",
    environment: named({ ...endpoint, ...more }),
});
const beside = { name: "collector", essential: false, portMappings: [{ containerPort: 4318 }] };

function said(containers: object[], action: string | string[] = "xray:PutTraceSegments"): string {
    const role = node(aws.iam.Role, "run", { name: "run", arn: "arn:run" });
    const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
    const [verdict] = judge(rule, [
        node(aws.ecs.Service, "web", {
            loadBalancers: [{ containerName: "app" }],
            taskDefinition: "arn:task",
        }),
        node(
            aws.ecs.TaskDefinition,
            "task",
            { arn: "arn:task", taskRoleArn: "arn:run", containerDefinitions: JSON.stringify(containers) },
            { taskRoleArn: [role] },
        ),
        role,
        node(aws.iam.RolePolicy, "run", { role: "run", policy }, { role: [role] }),
    ]);
    assert.equal(verdict!.error, undefined);
    return `${verdict!.outcome}: ${verdict!.message.split("\n")[0]}`;
}

describe("requests are traced", () => {
    it("by a collector beside the application, by HTTP or gRPC, whose task may send traces", () => {
        assert.equal(said([app(), beside]), "pass: ");
        assert.equal(said([beside, app()], ["s3:GetObject", "xray:PutTraceSegments"]), "pass: ");
        const grpc = { ...beside, portMappings: [{ containerPort: 4317 }] };
        const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:4317" };
        assert.equal(said([app(traces), grpc]), "pass: ");
    });

    it("not where nothing listens, or somewhere else, or the collector can end the application", () => {
        assert.match(said([{ name: "app" }, beside]), /^fail: No container of it is told where traces go/);
        assert.match(said([app()]), /^fail: .*no container of it listens there/);
        assert.match(said([app(), { ...beside, portMappings: [] }]), /no container of it listens there/);
        const away = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.acme.dev:4318" };
        assert.match(said([app(away), beside]), /^fail: Its traces go to https:.*not to a collector beside/);
        for (const essential of [true, undefined])
            assert.match(
                said([app(), { ...beside, essential }]),
                /When collector ends, the application ends/,
            );
    });

    it("not where nobody may send them", () => {
        for (const action of ["xray:GetSamplingRules", "s3:*", "xray:PutTelemetryRecords"])
            assert.match(said([app(), beside], action), /^fail: No role of it may send traces/);
    });

    it("not where the application is told to keep none", () => {
        for (const [variables, says] of [
            [{ OTEL_SDK_DISABLED: "TRUE" }, /OTEL_SDK_DISABLED is true/],
            [{ OTEL_TRACES_EXPORTER: "none" }, /OTEL_TRACES_EXPORTER is none/],
            [{ OTEL_TRACES_SAMPLER: "parentbased_always_off" }, /keeps no trace/],
            [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" }, /keeps no trace/],
        ] as const)
            assert.match(said([app(variables), beside]), says);
        const some = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.05" };
        assert.equal(said([app(some), beside]), "pass: ");
    });

    it("of what users reach: of anything else nobody waits for an answer", () => {
        const [verdict] = judge(rule, [
            node(aws.ecs.Service, "pooler", { taskDefinition: "arn:task" }),
            node(aws.ecs.TaskDefinition, "task", { arn: "arn:task", containerDefinitions: "[{}]" }),
        ]);
        assert.equal(verdict!.outcome, "pass");
    });
});
