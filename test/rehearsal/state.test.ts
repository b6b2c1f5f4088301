import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyState, readState, sealed, writeState } from "../../rehearsal/state.ts";
import { OUTPUT, SIGNATURE, hasSecret, secret } from "../../rehearsal/values.ts";
import { resourceOf } from "../support/rehearsal.ts";

const URN = "urn:pulumi:dev::shop::my:app:Outer$aws:s3/bucket:Bucket::b";

describe("the state file", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "state-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is what it was when it is read again, and only its owner may read it", () => {
        const path = join(folder, "new", "state.json");
        const resource = resourceOf(URN, {
            operation: "same",
            inputs: { a: [1, null, { b: "x" }] },
            outputs: { arn: "arn:aws:s3:::b" },
            parent: "urn:pulumi:dev::shop::my:app:Outer::o",
            provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default::id",
            protect: true,
            retainOnDelete: true,
            external: true,
            dependencies: [URN],
            propertyDependencies: { a: [URN] },
            aliases: [URN],
            ignoreChanges: ["a"],
            additionalSecretOutputs: ["arn"],
            replaceOnChanges: ["a"],
            deletedWith: URN,
            importId: "b",
        });
        const state = { ...emptyState(), resources: [resource] };
        writeState(path, state);
        assert.deepEqual(readState(path), state);
        assert.equal(statSync(path).mode & 0o777, 0o600);
        assert.deepEqual(readdirSync(join(folder, "new")), ["state.json"]);
    });

    it("has the format of `pulumi stack export`, version 3", () => {
        const path = join(folder, "state.json");
        writeState(path, { ...emptyState(), resources: [resourceOf(URN)] });
        const { version, deployment } = JSON.parse(readFileSync(path, "utf8"));
        assert.equal(version, 3);
        assert.deepEqual(deployment.resources, [
            { urn: URN, type: "aws:s3/bucket:Bucket", custom: true, id: "id", inputs: {}, outputs: {} },
        ]);
    });

    it("holds no secret, in none of its forms", () => {
        const path = join(folder, "state.json");
        const inputs = {
            a: secret("hunter2"),
            b: [secret({ c: secret("hunter2") })],
            d: { [SIGNATURE]: OUTPUT, value: "hunter2", secret: true, dependencies: [] },
        };
        writeState(path, { ...emptyState(), resources: [resourceOf(URN, { inputs, outputs: inputs })] });
        assert.doesNotMatch(readFileSync(path, "utf8"), /hunter2/);
        assert.ok(hasSecret(readState(path).resources[0]?.inputs.a));
    });

    it("of nothing is empty, with a salt of its own", () => {
        const [one, two] = [readState(join(folder, "gone.json")), readState(join(folder, "gone.json"))];
        assert.deepEqual(one?.resources, []);
        assert.notEqual(one?.salt, two?.salt);
    });

    for (const [what, text, expected] of [
        ["is cut off", '{"version": 3, "deploy', /state\.json is not a state file: .*JSON.* Remove it/s],
        ["is empty", "", /state\.json is not a state file/],
        [
            "is of another version",
            '{"version": 2, "deployment": {"resources": []}}',
            /not a state file of version 3/,
        ],
        ["is something else", "[]", /not a state file of version 3/],
        ["is null", "null", /not a state file of version 3/],
        ["has another version", '{"version":2}', /version 3, .*: its version is 2\. Remove it to start/],
        [
            "lists what is no resource",
            `{"version":3,"deployment":{"resources":[{"urn":"${URN}","type":"t"},null]}}`,
            /state\.json is damaged: deployment\.resources\[1\] is no resource\. Remove it/,
        ],
        [
            "holds text for inputs",
            `{"version":3,"deployment":{"resources":[{"urn":"${URN}","type":"t","inputs":"x"}]}}`,
            /damaged: deployment\.resources\[0\]/,
        ],
        ["lists nothing", '{"version":3,"deployment":{"resources":7}}', /damaged/],
    ] as const) {
        it(`that ${what} is refused by its name`, () => {
            const path = join(folder, "state.json");
            writeFileSync(path, text);
            assert.throws(() => readState(path), { name: "Misuse", message: expected });
        });
    }

    it("that is a folder is refused, and so is a place where none can be", () => {
        assert.throws(() => readState(folder), {
            name: "Misuse",
            message: /can't be read: it is a folder\./,
        });
        writeFileSync(join(folder, "file"), "x");
        const path = join(folder, "file", "state.json");
        assert.throws(() => writeState(path, emptyState()), {
            name: "Misuse",
            message: /^The state can't be written to .*: what should be a folder on its path is a file\.$/,
        });
    });
});

describe("a sealed secret", () => {
    it("tells whether it changed, and nothing without the salt", () => {
        const of = (value: string, salt: string) => JSON.stringify(sealed({ a: secret(value) }, salt));
        assert.equal(of("x", "salt"), of("x", "salt"));
        assert.notEqual(of("x", "salt"), of("y", "salt"));
        assert.notEqual(of("x", "salt"), of("x", "pepper"));
    });

    it("is the same sealed twice", () => {
        const once = sealed({ a: secret("x") }, "salt");
        assert.deepEqual(sealed(once, "salt"), once);
    });
});
