import assert from "node:assert/strict";
import type { Resource } from "../../../rehearsal/engine/resource.ts";
import { Misuse } from "../../../rehearsal/misuse.ts";
import { rehearse, type Rehearsal } from "../../../rehearsal/rehearse.ts";
import { CASES, ForeignProgram } from "./package.ts";

// Programs that others wrote, run unchanged. No installed package brings one with a StackReference, a dynamic provider
// or another cloud: the fixed programs of test/engine/programs cover those.

const JAVASCRIPT = "{ name: nodejs, options: { typescript: false } }";

async function run(
    path: string,
    runtime = JAVASCRIPT,
    mode: "plan" | "deploy" = "deploy",
): Promise<Rehearsal> {
    const program = new ForeignProgram(path, runtime);
    try {
        const environment = { ...process.env, FORCE_COLOR: "0" };
        return await rehearse({ cwd: program.folder, stack: "dev", mode, environment });
    } finally {
        program.remove();
    }
}

const runCase = (name: string, mode?: "plan" | "deploy") => run(`${CASES}/${name}`, JAVASCRIPT, mode);

function found(rehearsal: Rehearsal, name: string): Resource {
    const resource = rehearsal.resources.find((one) => one.name === name);
    return resource ?? assert.fail(`there is no ${name}`);
}

const namesOf = (urns: string[]) => urns.map((urn) => urn.split("::").at(-1)).sort();
const parentOf = (rehearsal: Rehearsal, name: string) => found(rehearsal, name).parent?.split("::").at(-1);
/** The provider's name, without what follows it in the reference. */
const providerOf = (rehearsal: Rehearsal, name: string) =>
    found(rehearsal, name).provider?.split("::").at(-2);

function ownNames({ resources }: Rehearsal): string[] {
    return resources.filter(({ type }) => type.startsWith("test:")).map(({ name }) => name);
}

async function refusal(name: string): Promise<string> {
    const ended = await runCase(name).catch((error: unknown) => error);
    assert.ok(ended instanceof Misuse, `${name} ran to its end, or failed in another way: ${String(ended)}`);
    return ended.message;
}

describe("programs that we did not write", function () {
    this.timeout(180_000); // each is a process of its own, on a machine of unknown speed

    it("registers the resource of a native ES module", async () => {
        const rehearsal = await runCase("067.native_es_module");
        assert.deepEqual(ownNames(rehearsal), ["testResource1"]);
        assert.equal(parentOf(rehearsal, "testResource1"), "foreign-dev");
        assert.deepEqual(rehearsal.faults, []);
    });

    it("resolves promises inside of what a program exports", async () => {
        const { outputs } = await runCase("019.stack_exports");
        assert.deepEqual(outputs, { a: { x: 99, y: "z" }, b: 42, c: { d: "a", e: false } });
    });

    it("awaits a program that is an async function, and takes what it returns as outputs", async () => {
        const rehearsal = await runCase("052.resource_creation_in_async_function_with_result");
        assert.deepEqual(ownNames(rehearsal), ["testResource1"]);
        assert.deepEqual(rehearsal.outputs, { a: 1 });
    });

    it("knows on which resources each property depends", async () => {
        const rehearsal = await runCase("020.property_dependencies", "plan");
        const dependencies = (name: string) => namesOf(found(rehearsal, name).dependencies);
        const ofProperty = (name: string, key: string) =>
            namesOf(found(rehearsal, name).propertyDependencies[key] ?? []);
        assert.deepEqual(dependencies("resA"), []);
        assert.deepEqual(dependencies("resB"), ["resA"]);
        assert.deepEqual(dependencies("resD"), ["resA", "resB", "resC"]);
        assert.deepEqual(dependencies("resE"), ["resA", "resB", "resC", "resD"]);
        assert.deepEqual(ofProperty("resD", "propA"), ["resA", "resB"]);
        assert.deepEqual(ofProperty("resD", "propB"), ["resC"]);
        assert.deepEqual(ofProperty("resD", "propC"), []);
    });

    it("hands protection and providers down to children, also through components", async () => {
        const rehearsal = await runCase("017.parent_defaults");
        const isProtected = (name: string) => found(rehearsal, name).protect;
        assert.equal(ownNames(rehearsal).length, 192);
        assert.equal(parentOf(rehearsal, "double-nest-2/c2/r2/r0"), "double-nest-2/c2/r2");
        assert.deepEqual(
            ["r0", "r1", "r2"].map((name) => isProtected(`single-nest/c1/${name}`)),
            [false, false, true],
        );
        assert.equal(isProtected("single-nest/c2/r0"), true);
        assert.equal(providerOf(rehearsal, "unparented/r0"), "default");
        assert.equal(providerOf(rehearsal, "single-nest/c3/r0"), "single-nest-p");
        assert.equal(providerOf(rehearsal, "single-nest/c3/r3"), "single-nest/c3-p");
        assert.equal(providerOf(rehearsal, "double-nest-2/c3/r2/r0"), "double-nest-2-p");
    });

    it("takes a dependency on a component for one on all of its children", async () => {
        const rehearsal = await runCase("064.async_components");
        assert.equal(parentOf(rehearsal, "a"), "comp");
        assert.deepEqual(namesOf(found(rehearsal, "c").dependencies), ["a", "b"]);
        assert.deepEqual(namesOf(found(rehearsal, "d").dependencies), ["a", "b"]);
    });

    it("imports what a program says exists already", async () => {
        const resource = found(await runCase("030.import_resource"), "testResource1");
        assert.deepEqual([resource.operation, resource.id], ["import", "testID"]);
    });

    it("keeps a file that is an input by the hash of its content", async () => {
        const { data } = found(await runCase("006.asset"), "file1").inputs as { data?: { hash?: string } };
        assert.equal(data?.hash, "9a1e1c5af4e09f11e6790454a18506bb85b7ea2a924d939b330aa47d48524bd0");
    });

    it("tells the message of a program that throws, rejects or reports an error of its own", async () => {
        assert.match(
            await refusal("011.unhandled_error"),
            /Error: 💥 goes the dynamite\n[^]*index\.js:\d+:\d+/,
        );
        assert.match(
            await refusal("013.unhandled_promise_rejection"),
            /💥 goes the dynamite \(as promised\)/,
        );
        assert.match(await refusal("040.run_error"), /^💥 goes the dynamite$/);
    });

    it("refuses a component that only a plugin can build, by its name", async () => {
        assert.match(
            await refusal("068.remote_component_providers"),
            /can't expand the component test:index:Component/,
        );
    });

    it("refuses a function that no installed package declares, by its name", async () => {
        assert.match(await refusal("060.provider_invokes"), /cannot answer test:index:echo/);
    });
});
