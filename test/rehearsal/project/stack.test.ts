import assert from "node:assert/strict";
import { join } from "node:path";
import { loadProject } from "../../../rehearsal/project/project.ts";
import { loadStack, packageConfig } from "../../../rehearsal/project/stack.ts";
import { secret } from "../../../rehearsal/values.ts";
import { TemporaryProject } from "../../support/project.ts";

/** Written by the Pulumi CLI 3.248.0 with the passphrase "correct horse". */
const ENCRYPTED = [
    "encryptionsalt: v1:vTRTHcOMN9U=:v1:UMsJdfb0tgsWPI1O:ke51gxX+BwR/T35O8646KZwlLOqOlw==",
    "config:",
    "  small:token:",
    "    secure: v1:fs4U6KezFAJVLw+w:AcHJL/LdD+wITonzZ0O9zReOD6vlxKffjmLI+DbUtg==",
    "  small:login:",
    "    password:",
    "      secure: v1:x28bDQwFy4tBPupH:15X6lYLeQ21VIRra3SI2QJ59F0hEuWAKTI2mgaE=",
    "    user: app",
    "",
].join("\n");

interface Setting {
    stack: string;
    project?: string[];
    environment?: NodeJS.ProcessEnv;
    files?: Record<string, string>;
}

function loaded({ stack, project = [], environment = {}, files = {} }: Setting) {
    const temporary = new TemporaryProject({
        "Pulumi.yaml": ["name: small", "runtime: nodejs", ...project, ""].join("\n"),
        "Pulumi.dev.yaml": stack,
        ...files,
    });
    try {
        const paths = Object.entries(environment).map(([key, value]) => [
            key,
            key.endsWith("_FILE") ? join(temporary.folder, String(value)) : value,
        ]);
        return loadStack(loadProject(temporary.folder), "dev", Object.fromEntries(paths));
    } finally {
        temporary.remove();
    }
}

describe("a stack's configuration", () => {
    it("is text by full key, objects as JSON", () => {
        const { config, secretKeys } = loaded({
            stack: "config: {size: 3, aws:region: eu-west-1, flag: true, small:shape: {a: [1, b]}, none: ''}\n",
        });
        assert.deepEqual(config, {
            "small:size": "3",
            "aws:region": "eu-west-1",
            "small:flag": "true",
            "small:shape": '{"a":[1,"b"]}',
            "small:none": "",
        });
        assert.deepEqual(secretKeys, []);
    });

    it("is the project's where the stack says nothing", () => {
        const project = ["config: {size: {type: integer, default: 3}, kind: small}"];
        const { config } = loaded({ stack: "config: {small:kind: big}\n", project });
        assert.deepEqual(config, { "small:size": "3", "small:kind": "big" });
    });

    it("is refused without what the project declares and gives no default, all at once, as the CLI does", () => {
        const project = ["config: {size: {type: integer}, name: {type: string}, on: {type: boolean}}"];
        assert.throws(() => loaded({ stack: "config: {small:on: maybe}\n", project }), {
            name: "Misuse",
            message: [
                "Pulumi.dev.yaml: small:size is missing; Pulumi.yaml declares it without a default.",
                "Pulumi.dev.yaml: small:name is missing; Pulumi.yaml declares it without a default.",
                'Pulumi.dev.yaml: small:on is "maybe"; Pulumi.yaml declares it as boolean.',
            ].join("\n"),
        });
        const good = "config: {small:on: true, small:size: 12, small:name: x}\n";
        assert.equal(loaded({ stack: good, project }).config["small:on"], "true");
    });

    it("of a package goes to its provider, secrets as secrets", () => {
        const stack = { name: "dev", config: { "aws:region": "a", "aws:token": "b", "awsx:c": "d" } };
        assert.deepEqual(packageConfig({ ...stack, secretKeys: ["aws:token"], notices: [] }, "aws"), {
            region: "a",
            token: secret("b"),
        });
    });

    for (const [what, stack, expected] of [
        ["a list of settings", "config: [a]\n", /Pulumi\.dev\.yaml: config is \["a"\]; it must be a map/],
        [
            "an unsupported engine setting",
            "config: {pulumi:autonaming: {mode: verbatim}}\n",
            /does not support pulumi:autonaming/,
        ],
        ["broken YAML", "config: {a: [\n", /Pulumi\.dev\.yaml is not valid YAML/],
    ] as const) {
        it(`is refused as ${what}`, () => {
            assert.throws(() => loaded({ stack }), { name: "Misuse", message: expected });
        });
    }
});

describe("an encrypted setting", () => {
    it("is opened with the right passphrase, also inside an object", () => {
        for (const environment of [
            { PULUMI_CONFIG_PASSPHRASE: "correct horse" },
            { PULUMI_CONFIG_PASSPHRASE_FILE: "passphrase.txt" },
        ]) {
            const files = { "passphrase.txt": "correct horse\n" };
            const stack = loaded({ stack: ENCRYPTED, environment, files });
            assert.deepEqual(stack.config, {
                "small:token": "hunter2-hunter2",
                "small:login": '{"password":"s3cret-nested","user":"app"}',
            });
            assert.deepEqual(stack.secretKeys, ["small:token", "small:login"]);
            assert.deepEqual(stack.secretValues, ["hunter2-hunter2", "s3cret-nested"]);
            assert.deepEqual(stack.notices, []);
        }
    });

    it("is refused with a wrong passphrase, which is not repeated", () => {
        const environment = { PULUMI_CONFIG_PASSPHRASE: "wrong horse" };
        assert.throws(
            () => loaded({ stack: ENCRYPTED, environment }),
            (error: Error) => {
                assert.match(
                    error.message,
                    /^Pulumi\.dev\.yaml: PULUMI_CONFIG_PASSPHRASE does not open .* unset it/,
                );
                assert.doesNotMatch(error.message, /horse/);
                return error.name === "Misuse";
            },
        );
    });

    it("has a stand-in without a passphrase, and one notice names every key", () => {
        const { config, notices } = loaded({ stack: ENCRYPTED });
        assert.doesNotMatch(JSON.stringify(config), /v1:|hunter2/);
        assert.deepEqual(notices, [
            "Pulumi.dev.yaml: small:token, small:login rehearsed with a stand-in, for PULUMI_CONFIG_PASSPHRASE is not set.",
        ]);
    });

    it("has a stand-in where a service keeps the key, and the notice does not blame the passphrase", () => {
        const stack = `secretsprovider: awskms://alias/x\n${ENCRYPTED.replace(/^encryptionsalt.*\n/, "")}`;
        const { notices } = loaded({ stack, environment: { PULUMI_CONFIG_PASSPHRASE: "any" } });
        assert.match(notices.join(), /stand-in, for their secrets provider can't be reached offline/);
    });

    it("that was damaged is refused by the name of its file", () => {
        const environment = { PULUMI_CONFIG_PASSPHRASE: "correct horse" };
        for (const stack of [ENCRYPTED.replace("AcHJ", "BcHJ"), ENCRYPTED.replace("v1:fs4U6", "v9:fs4U6")]) {
            assert.throws(() => loaded({ stack, environment }), {
                name: "Misuse",
                message: /^Pulumi\.dev\.yaml: a secure value does not open/,
            });
        }
    });

    it("is refused where the salt or the passphrase's file is not what it should be", () => {
        const environment = { PULUMI_CONFIG_PASSPHRASE: "correct horse" };
        const stack = ENCRYPTED.replace(/^encryptionsalt: v1.*/, "encryptionsalt: broken");
        assert.throws(
            () => loaded({ stack, environment }),
            /encryptionsalt does not have the form v1:salt:check/,
        );
        assert.throws(
            () => loaded({ stack: ENCRYPTED, environment: { PULUMI_CONFIG_PASSPHRASE_FILE: "gone" } }),
            { name: "Misuse", message: /PULUMI_CONFIG_PASSPHRASE_FILE is .*gone, which does not exist/ },
        );
    });
});
