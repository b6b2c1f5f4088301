import assert from "node:assert/strict";
import { join } from "node:path";
import { loadProject } from "../../rehearsal/project/project.ts";
import { stackOutputs } from "../../rehearsal/references.ts";
import { emptyState, writeState } from "../../rehearsal/state.ts";
import { secret, type Properties } from "../../rehearsal/values.ts";
import { TemporaryProject } from "../support/project.ts";
import { resourceOf } from "../support/rehearsal.ts";

const STACK = "urn:pulumi:net::small::pulumi:pulumi:Stack::small-net";

describe("what a StackReference reads", () => {
    let temporary: TemporaryProject;
    before(() => {
        temporary = new TemporaryProject({});
        const stack = resourceOf(STACK, { custom: false, outputs: { vpc: "vpc-1" } });
        const path = join(temporary.folder, ".rehearsal", "small-net.json");
        writeState(path, { ...emptyState(), resources: [stack] });
    });
    after(() => temporary.remove());

    const read = (name: string, given: Record<string, Properties> = {}) =>
        stackOutputs(name, given, loadProject(temporary.folder), "organization");

    it("is what the caller gives, under a short name or the whole one, and which of it is secret", () => {
        const outputs = { vpc: "vpc-9", b: secret("x"), a: { deep: [secret("y")] } };
        const whole = { "organization/net/live": outputs };
        for (const name of ["organization/net/live", "net/live"]) {
            assert.deepEqual(read(name, whole), { name, outputs, secretOutputNames: ["a", "b"] });
        }
        assert.deepEqual(read("acme/net/live", { "acme/net/live": outputs }).outputs, outputs);
    });

    it("is what a rehearsed deployment of the same project left", () => {
        for (const name of ["net", "small/net", "organization/small/net"]) {
            assert.deepEqual(read(name).outputs, { vpc: "vpc-1" });
        }
    });

    it("is refused for a stack that nobody knows, and says how to give its outputs", () => {
        for (const name of ["organization/other/net", "gone"]) {
            assert.throws(() => read(name), {
                name: "Misuse",
                message: new RegExp(`StackReference "${name}".* --stack-outputs ${name}=FILE\\.json`),
            });
        }
    });
});
