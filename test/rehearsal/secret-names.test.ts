import assert from "node:assert/strict";
import type { Stack } from "../../rehearsal/project/stack.ts";
import { leaks } from "../../rehearsal/secrets.ts";
import { OUTPUT, SIGNATURE, UNKNOWN, secret, type Properties } from "../../rehearsal/values.ts";
import { resourceOf } from "../support/rehearsal.ts";

const STACK: Stack = { name: "dev", config: {}, secretKeys: [], notices: [] };
const at = (name: string) => `urn:pulumi:dev::shop::aws:a/b:B::${name}`;

function found(inputs: Properties, outputs: Properties = {}): string[] {
    const faults = leaks([resourceOf(at("subject"), { inputs, outputs })], STACK, []);
    assert.doesNotMatch(JSON.stringify(faults), /t0ken/);
    assert.ok(faults.every(({ urn, kind }) => urn === at("subject") && kind === "secret"));
    return faults.map(({ message }) => message.replace(/; wrap it with pulumi\.secret\(\)\.$/, ""));
}

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
