import assert from "node:assert/strict";
import type { Violation } from "../../../rehearsal/policy/policies.ts";
import { textReport } from "../../../rehearsal/report/text.ts";
import { UNKNOWN, secret } from "../../../rehearsal/values.ts";
import { rehearsalOf, resourceOf } from "../../support/rehearsal.ts";

const at = (name: string) => `urn:pulumi:dev::shop::aws:sns/topic:Topic::${name}`;
const violation = (more: Partial<Violation>): Violation => ({
    pack: "rules",
    policy: "topic-key",
    level: "mandatory",
    description: "Every topic is encrypted.",
    message: "Has no key.",
    fix: "Set kmsMasterKeyId.",
    urn: at("a"),
    ...more,
});

describe("the text report", () => {
    it("groups violations by rule, each with its fix once", () => {
        const text = textReport(
            rehearsalOf({
                violations: [
                    violation({}),
                    violation({ policy: "other", description: "Other.", fix: "" }),
                    violation({ urn: at("b"), message: "Has no key either." }),
                ],
            }),
        );
        assert.match(
            text,
            /topic-key \(not ready\): Every topic is encrypted\.\n    a: Has no key\.\n    b: Has no key either\.\n    Fix: Set kmsMasterKeyId\.\n\nother \(not ready\): Other\.\n    a: Has no key\.\n/,
        );
        assert.equal(text.match(/Fix:/g)?.length, 1);
        assert.match(text, /shop dev: NOT READY: 3 problems$/);
    });

    it("is ready with advice, and not with one fault", () => {
        const advice = textReport(rehearsalOf({ violations: [violation({ level: "advisory" })] }));
        assert.match(advice, /topic-key \(advice\)[\s\S]*shop dev: READY$/);
        const fault = rehearsalOf({ faults: [{ kind: "input", urn: at("a"), message: "name: is missing" }] });
        assert.match(textReport(fault), /input: a: name: is missing\n\nshop dev: NOT READY: 1 problem$/);
    });

    it("shows that an output is secret or not known yet, never what it is", () => {
        const text = textReport(
            rehearsalOf({
                outputs: {
                    plain: "x",
                    list: [1],
                    token: secret("t0ken!"),
                    later: [UNKNOWN],
                    deep: { a: secret("t0ken!") },
                },
            }),
        );
        assert.match(
            text,
            /Outputs:\n    plain: x\n    list: \[1\]\n    token: \[secret\]\n    later: \[known after the deploy\]\n    deep: \[secret\]\n/,
        );
        assert.doesNotMatch(text, /t0ken!|04da6b54/);
    });

    it("counts what is to be done, and says when nothing changes", () => {
        const resources = [resourceOf(at("a")), resourceOf(at("b"), { operation: "update" })];
        const deletes = [resourceOf(at("c"), { operation: "delete", retainOnDelete: true })];
        const text = textReport(rehearsalOf({ mode: "deploy", resources, deletes }));
        assert.match(text, /^shop dev \(deploy, as pulumi up\): 1 to create, 1 to update, 1 to delete\n/);
        assert.match(text, /^- aws:.*Topic c \(kept in the cloud\)$/m);
        assert.match(textReport(rehearsalOf({ unchanged: true })), /^shop dev \(.*\): nothing changes\n/);
    });

    it("stays within 80 columns, without colour, whatever the programs and the packs say", () => {
        const long = "word ".repeat(60).trim();
        const text = textReport(
            rehearsalOf({
                project: "a-rather-long-project",
                resources: (["create", "update", "replace", "import", "read"] as const).map((operation, i) =>
                    resourceOf(at(`r${i}`), { operation, inputs: { name: "x".repeat(60) } }),
                ),
                violations: [
                    violation({ description: long, message: `\u001b[31m${long}\u001b[0m`, fix: long }),
                ],
                faults: [{ kind: "limit", urn: at("a"), message: long }],
                notices: [long],
                outputs: { policy: JSON.stringify({ text: long }) },
            }),
        );
        assert.doesNotMatch(text, /\u001b/);
        for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
    });
});
