import assert from "node:assert/strict";
import type { Stack } from "../../rehearsal/project/stack.ts";
import type { Line } from "../../rehearsal/run.ts";
import { leaks } from "../../rehearsal/secrets.ts";
import { OUTPUT, SIGNATURE, UNKNOWN, secret, type Properties } from "../../rehearsal/values.ts";
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

    it("is known from the stack's settings, also one inside an object", () => {
        const config = { "shop:login": '{"user":"app","password":"s3same-open"}' };
        const stack = { ...STACK, config, secretKeys: ["shop:login"], secretValues: ["s3same-open"] };
        assert.equal(said(stack, "it is s3same-open").length, 1);
        assert.deepEqual(said(stack, "the user is app"), []);
    });
});

describe("a credential that nobody marked", () => {
    const NAMED = "is a secret by its name";
    for (const [what, inputs, expected] of [
        ["a password", { masterPassword: "t0ken-1" }, `inputs.masterPassword ${NAMED}`],
        [
            "a variable's value",
            { environment: [{ name: "DB_PASSWORD", value: "t0ken-1" }] },
            `inputs.environment[0].value ${NAMED}`,
        ],
        [
            "a variable in JSON",
            { containers: '[{"environment":[{"name":"API_KEY","value":"t0ken-1"}]}]' },
            `inputs.containers[0].environment[0].value ${NAMED}`,
        ],
        [
            "a map's member",
            { variables: { GITHUB_TOKEN: "t0ken-1" } },
            `inputs.variables.GITHUB_TOKEN ${NAMED}`,
        ],
        ["a client's secret", { clientSecret: "t0ken-1" }, `inputs.clientSecret ${NAMED}`],
        [
            "a secret key",
            { variables: { STRIPE_SECRET_KEY: "t0ken-1" } },
            `inputs.variables.STRIPE_SECRET_KEY ${NAMED}`,
        ],
        ["a list of them", { passwords: { password: ["t0ken-1"] } }, `inputs.passwords.password[0] ${NAMED}`],
        ["a private key", { pem: "-----BEGIN RSA PRIVATE KEY-----\nMII" }, "inputs.pem holds a private key"],
        [
            "a database URL",
            { url: "postgresql://app:t0ken@db.internal:5432/shop" },
            "inputs.url holds a password in a URL",
        ],
        ["an access key", { data: "id=AKIAIOSFODNN7EXAMPLE" }, "inputs.data holds an AWS access key"],
    ] as const) {
        it(`is found: ${what}`, () => {
            assert.deepEqual(found(inputs as unknown as Properties), [expected]);
        });
    }

    for (const [what, inputs] of [
        [
            "an ARN",
            {
                password: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
                environment: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:x" }],
            },
        ],
        ["a template", { password: "${DB_PASSWORD}", url: "postgres://app:${PASSWORD}@db/shop" }],
        [
            "a switch",
            { manageMasterUserPassword: true, variables: { ALLOW_EMPTY_PASSWORD: "yes", USE_TOKEN: "0" } },
        ],
        ["what is not known yet", { password: UNKNOWN, token: { [SIGNATURE]: OUTPUT } }],
        ["what says nothing", { password: "", passwordLength: "32", maxPasswordAge: 90 }],
        [
            "a token that is no credential",
            { creationToken: "files", httpTokens: "required", lockToken: "abc", nextToken: "n" },
        ],
        [
            "a URL without a password",
            { url: "https://example.com:8443/a@b", image: "a.b/c:1@sha256:abc", mail: "mailto:a@b.c" },
        ],
        ["a public key", { publicKey: "-----BEGIN PUBLIC KEY-----", kmsKeyId: "alias/key", keyName: "ops" }],
        [
            "a name with a word of it",
            { passwordSecretName: "db", apiKeySelectionExpression: "$request.header.x-api-key" },
        ],
    ] as const) {
        it(`is not seen in ${what}`, () => {
            assert.deepEqual(found(inputs as unknown as Properties), []);
        });
    }

    it("is not seen in a short or an ordinary text that happens to be secret", () => {
        const subject = resourceOf(at("subject"), { inputs: { a: "true", b: "eu-west-1" } });
        const short = resourceOf(at("short"), { inputs: { a: secret("true"), b: secret("1") } });
        assert.deepEqual(leaks([short, subject], STACK, []), []);
    });
});
