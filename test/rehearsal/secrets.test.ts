import assert from "node:assert/strict";
import type { Stack } from "../../rehearsal/project/stack.ts";
import type { Line } from "../../rehearsal/run.ts";
import { leaks } from "../../rehearsal/secrets.ts";
import { ASSET, OUTPUT, SIGNATURE, secret, type Properties } from "../../rehearsal/values.ts";
import { resourceOf } from "../support/rehearsal.ts";

const STACK: Stack = { name: "dev", config: {}, secretKeys: [], notices: [] };
const HIDDEN = 'hunter2"hunter2';
const at = (name: string) => `urn:pulumi:dev::shop::aws:a/b:B::${name}`;
/** A resource that makes `HIDDEN` a secret of the deployment. */
const keeper = resourceOf(at("keeper"), { inputs: { hidden: secret(HIDDEN) } });

function found(inputs: Properties, outputs: Properties = {}): string[] {
    const faults = leaks([keeper, resourceOf(at("subject"), { inputs, outputs })], STACK, []);
    assert.doesNotMatch(JSON.stringify(faults), /hunter2|t0ken/);
    assert.ok(faults.every(({ urn, kind }) => urn === at("subject") && kind === "secret"));
    return faults.map(({ message }) => message.replace(/; wrap it with pulumi\.secret\(\)\.$/, ""));
}

const line = (message: string, severity: Line["severity"] = "output"): Line => ({
    severity,
    message,
    urn: "",
});
const said = (stack: Stack, ...messages: string[]) =>
    leaks(
        [keeper],
        stack,
        messages.map((message) => line(message)),
    ).map(({ message }) => message);

describe("a secret in plain text", () => {
    it("is found in another resource's input, whole or in part, and named by its path", () => {
        assert.deepEqual(found({ a: { b: ["x", `see ${HIDDEN}!`] } }), [
            "inputs.a.b[1] holds a value that is secret elsewhere",
        ]);
    });

    it("is not the id of an access key that the program makes, and is any other", () => {
        const id = `AKIA${"A1B2".repeat(4)}`;
        const urn = "urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::key";
        const key = resourceOf(urn, { id });
        const user = (text: string) => resourceOf(at("user"), { outputs: { accessKeyId: text } });
        assert.deepEqual(leaks([key, user(id)], STACK, []), []);
        const [fault] = leaks([key, user(`AKIA${"B1A2".repeat(4)}`)], STACK, []);
        assert.match(fault?.message ?? "", /outputs\.accessKeyId holds an AWS access key/);
    });

    it("is not what a provider makes inside an output: only an input or an output of its own is known by its name", () => {
        const password = "made-up";
        assert.deepEqual(found({}, { credentials: [{ password }] }), []);
        assert.deepEqual(found({}, { password }), ["outputs.password is a secret by its name"]);
        assert.deepEqual(found({ credentials: [{ password }] }, { credentials: [{ password }] }), [
            "inputs.credentials[0].password is a secret by its name",
        ]);
    });

    it("is found inside JSON text, and inside JSON text in that", () => {
        const inner = JSON.stringify({ deep: HIDDEN });
        assert.deepEqual(found({ policy: JSON.stringify([{ a: inner }]) }), [
            "inputs.policy[0].a.deep holds a value that is secret elsewhere",
        ]);
    });

    it("is found in an output, once where the input has it already", () => {
        assert.deepEqual(found({ a: HIDDEN }, { a: HIDDEN, b: HIDDEN }), [
            "inputs.a holds a value that is secret elsewhere",
            "outputs.b holds a value that is secret elsewhere",
        ]);
    });

    it("is found beside the same secret in its cover, and as an output value that is not secret", () => {
        const open = { [SIGNATURE]: OUTPUT, value: HIDDEN, dependencies: [] };
        assert.equal(found({ covered: secret(HIDDEN), open }).length, 1);
    });

    it("is not found in its cover, however deep, nor as a secret output value", () => {
        const output = { [SIGNATURE]: OUTPUT, value: HIDDEN, secret: true };
        assert.deepEqual(found({ a: secret({ b: [HIDDEN] }), c: [secret(HIDDEN)], output }), []);
    });

    it("is found in what the program prints or logs", () => {
        assert.deepEqual(said(STACK, "starting", `password is ${HIDDEN}\n`), [
            "log line 2 of the program holds a value that is secret elsewhere; don't print it.",
        ]);
        assert.match(said(STACK, JSON.stringify({ p: HIDDEN })).join(), /log line 1/);
        assert.match(
            said(STACK, "at postgres://app:s3same@db:5432/shop").join(),
            /holds a password in a URL/,
        );
    });

    it("is found however it is spelled: in a URL, in Base64, in Base64 of a longer text", () => {
        const script = Buffer.from(`#!/bin/sh\nexport KEY=${HIDDEN}\n`).toString("base64");
        const basic = `Basic ${Buffer.from(`app:${HIDDEN}`).toString("base64url")}`;
        const url = `https://example.com/?key=${encodeURIComponent(HIDDEN)}`;
        const where = ["script", "basic", "url"].map(
            (key) => `inputs.${key} holds a value that is secret elsewhere`,
        );
        assert.deepEqual(found({ script, basic, url }), where);
    });

    it("is found in the text of an asset, in a key, in nested lists, in a tag", () => {
        const asset = { [SIGNATURE]: ASSET, hash: "0", text: `password=${HIDDEN}` };
        assert.deepEqual(
            found({ asset, deep: [[[{ a: [HIDDEN] }]]], tags: { [HIDDEN]: "x", owner: HIDDEN } }),
            [
                "inputs.asset.text holds a value that is secret elsewhere",
                "inputs.deep[0][0][0].a[0] holds a value that is secret elsewhere",
                "inputs.tags.[secret] holds a value that is secret elsewhere",
                "inputs.tags.owner holds a value that is secret elsewhere",
            ],
        );
    });

    it("is found as a number, where it is the whole number", () => {
        const pin = resourceOf(at("pin"), { inputs: { pin: secret(48151623) } });
        const subject = resourceOf(at("subject"), { inputs: { a: 48151623, b: 1481516230 } });
        const [fault, ...more] = leaks([pin, subject], STACK, []);
        assert.match(fault?.message ?? "", /^inputs\.a holds/);
        assert.deepEqual(more, []);
    });

    it("is found in a resource's name and id", () => {
        const named = resourceOf(at(`x-${HIDDEN}`), { id: `id/${HIDDEN}` });
        assert.deepEqual(
            leaks([keeper, named], STACK, []).map(({ message }) => message.split(";")[0]),
            [
                "the resource's name holds a value that is secret elsewhere",
                "id holds a value that is secret elsewhere",
            ],
        );
    });

    it("is known from a secret object where it has a secret's name, and not the rest of it", () => {
        const whole = { user: "app-user", password: "t0ken-of-it" };
        for (const login of [secret(whole), secret(JSON.stringify(whole))]) {
            const holder = resourceOf(at("holder"), { inputs: { login } });
            const subject = resourceOf(at("subject"), { inputs: { a: "t0ken-of-it", b: "app-user" } });
            const faults = leaks([holder, subject], STACK, []);
            assert.deepEqual(
                faults.map(({ message }) => message.split(" ")[0]),
                ["inputs.a"],
            );
        }
    });

    it("is told once for all lines that show it", () => {
        assert.deepEqual(said(STACK, HIDDEN, "nothing", HIDDEN, HIDDEN), [
            "log line 1 (and 2 more) of the program holds a value that is secret elsewhere; don't print it.",
        ]);
    });

    it("that is a word is found as a word only, and an ordinary one not at all", () => {
        const words = resourceOf(at("words"), {
            inputs: { a: secret("swordfish"), b: secret("postgres"), c: secret("eu-west-1"), d: secret("a") },
        });
        const subject = resourceOf(at("subject"), {
            inputs: {
                x: "pass:swordfish@db",
                y: "swordfishes",
                engine: "postgres",
                zone: "eu-west-1a",
                z: "a",
            },
        });
        assert.deepEqual(
            leaks([words, subject], STACK, []).map(({ message }) => message.split(" ")[0]),
            ["inputs.x"],
        );
    });

    it("is known from the stack's settings, also one inside an object", () => {
        const config = { "shop:login": '{"user":"app","password":"s3same-open"}' };
        const stack = { ...STACK, config, secretKeys: ["shop:login"], secretValues: ["s3same-open"] };
        assert.equal(said(stack, "it is s3same-open").length, 1);
        assert.deepEqual(said(stack, "the user is app"), []);
    });
});
