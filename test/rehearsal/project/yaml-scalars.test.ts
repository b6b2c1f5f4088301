import assert from "node:assert/strict";
import { loadProject } from "../../../rehearsal/project/project.ts";
import { loadStack } from "../../../rehearsal/project/stack.ts";
import { TemporaryProject } from "../../support/project.ts";

function settingOf(text: string): string | undefined {
    const project = new TemporaryProject({
        "Pulumi.yaml": "name: small\nruntime: nodejs\n",
        "Pulumi.dev.yaml": `config:\n  key: ${text}\n`,
    });
    try {
        return loadStack(loadProject(project.folder), "dev", {}).config["small:key"];
    } finally {
        project.remove();
    }
}

/** What a program under the Pulumi CLI 3.248.0 got for each on 2026-11-24. */
const READ: [written: string, got: string][] = [
    ["010", "8"],
    ["-010", "-8"],
    ["08", "8"],
    ["012345678901", "12345678901"],
    ["011111111111", "1227133513"],
    ["123456789012", "123456789012"],
    ["123456789012345678", "123456789012345678"],
    ["12345678901234567890", "12345678901234567890"],
    ["100000000000000000000000", "1e+23"],
    ["1_000", "1000"],
    ["0b11", "3"],
    ["0X1F", "31"],
    ["0o17", "15"],
    ["0o8", "0o8"],
    ["-0", "0"],
    [".5", "0.5"],
    ["1.0", "1"],
    ["1e-7", "1e-7"],
    ["0.00001", "0.00001"],
    ["12e03", "12000"],
    ["True", "true"],
    ["yes", "yes"],
    ["~", ""],
    ["", ""],
    ['"010"', "010"],
    ["!!str 010", "010"],
    ["!!binary aGk=", "hi"],
    ["2020-01-01", "2020-01-01 00:00:00 +0000 UTC"],
    ["2020-1-1", "2020-01-01 00:00:00 +0000 UTC"],
    ["2020-02-30", "2020-02-30"],
    ["2020-01-01T10:00:00Z", "2020-01-01 10:00:00 +0000 UTC"],
    ["2020-01-01 10:00:00", "2020-01-01 10:00:00 +0000 UTC"],
    ["2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.1 -0500 -0500"],
    [
        "{a: {b: 1_000, c: ~}, d: [010, 2020-01-01]}",
        '{"a":{"b":1000,"c":null},"d":[8,"2020-01-01 00:00:00 +0000 UTC"]}',
    ],
    ["{z: 1, a: {y: 2, b: 3}}", '{"a":{"b":3,"y":2},"z":1}'],
    ["{a: &a {b: 1}, c: {<<: *a, d: 2}}", '{"a":{"b":1},"c":{"b":1,"d":2}}'],
];

describe("an unquoted setting", () => {
    for (const [written, got] of READ)
        it(`is read as the CLI reads it: ${written}`, () => assert.equal(settingOf(written), got));

    it("is no infinity and nothing that is no number, as in the CLI", () => {
        for (const text of [".inf", "-.Inf", ".NaN"])
            assert.throws(
                () => settingOf(text),
                /Pulumi\.dev\.yaml is not valid YAML: .+ is no number .+ line 2/,
            );
    });
});
