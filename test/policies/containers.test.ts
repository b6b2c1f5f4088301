import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { node, verdictOf } from "../support/rules-verdict.ts";

describe("a container", () => {
    const verdict = (id: string, container: unknown) =>
        verdictOf(
            id,
            node(aws.ecs.TaskDefinition, "x", { containerDefinitions: JSON.stringify([container]) }),
        );
    const safe = {
        user: "1000",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
    };

    it("is unprivileged only if nothing gives it a way back", () => {
        assert.equal(verdict("containers-unprivileged", safe), "pass");
        const capabilities = { drop: ["ALL"], add: ["SYS_ADMIN"] };
        for (const one of [
            { Privileged: true },
            { user: "app" },
            { user: "00" },
            { readonlyRootFilesystem: "false" },
            { linuxParameters: { capabilities } },
        ])
            assert.equal(verdict("containers-unprivileged", { ...safe, ...one }), "fail");
        const none = node(aws.ecs.TaskDefinition, "x", { containerDefinitions: "[]" });
        assert.equal(verdictOf("containers-unprivileged", none), "fail");
    });

    it("may say where a secret lies, and may not hold one anywhere", () => {
        const secret = (container: object) => verdict("secrets-not-in-environment", container);
        const variable = (name: string, value: string) => secret({ environment: [{ name, value }] });
        assert.equal(
            variable("DB_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"),
            "pass",
        );
        assert.equal(variable("DB_PASS", "x"), "fail");
        assert.equal(variable("DATABASE", "postgres://a:b@db/app"), "fail");
        assert.equal(variable("AWS_ID", "AKIAIOSFODNN7EXAMPLE"), "fail");
        assert.equal(secret({ command: ["serve", "--db-password=x"] }), "fail");
        assert.equal(secret({ logConfiguration: { options: { "splunk-token": "x" } } }), "fail");
    });
});
