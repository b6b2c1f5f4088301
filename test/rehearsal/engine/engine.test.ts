import assert from "node:assert/strict";
import type { Resource } from "../../../rehearsal/engine/resource.ts";
import { fromStruct, toStruct } from "../../../rehearsal/engine/wire.ts";
import { sealed } from "../../../rehearsal/state.ts";
import { secret, type Properties } from "../../../rehearsal/values.ts";
import { asking, engineAfter } from "../../support/engine.ts";

const BUCKET = "aws:s3/bucket:Bucket";

async function deployed(...requests: ReturnType<typeof asking>[]): Promise<Resource[]> {
    const engine = engineAfter();
    for (const request of requests) await engine.register(request);
    return [...engine.resources.values()];
}

describe("the engine", () => {
    it("names a resource by its stack, its project and the types above it", async () => {
        const engine = engineAfter();
        const outer = await engine.register(asking("my:app:Outer", "o", { custom: false }));
        const inner = await engine.register(
            asking("my:app:Inner", "i", { custom: false, parent: outer.urn }),
        );
        const bucket = await engine.register(asking(BUCKET, "b", { parent: inner.urn }));
        assert.equal(bucket.urn, `urn:pulumi:dev::shop::my:app:Outer$my:app:Inner$${BUCKET}::b`);
    });

    it("makes one default provider for a package and version, with the package's configuration", async () => {
        const engine = engineAfter([], { configOf: () => ({ region: "eu-central-1" }) });
        await engine.register(asking(BUCKET, "a", { version: "7.48.0" }));
        await engine.register(asking(BUCKET, "b", { version: "7.48.0" }));
        const providers = [...engine.resources.values()].filter(
            ({ type }) => type === "pulumi:providers:aws",
        );
        assert.deepEqual(
            providers.map(({ name, inputs }) => ({ name, inputs })),
            [{ name: "default_7_48_0", inputs: { region: "eu-central-1", version: "7.48.0" } }],
        );
    });

    it("gives children the provider that a component hands down", async () => {
        const engine = engineAfter();
        const own = await engine.register(asking("pulumi:providers:aws", "own"));
        const reference = `${own.urn}::${own.id}`;
        const outer = await engine.register(
            asking("my:app:Outer", "o", { custom: false, providers: { aws: reference } }),
        );
        const inner = await engine.register(
            asking("my:app:Inner", "i", { custom: false, parent: outer.urn }),
        );
        const bucket = await engine.register(asking(BUCKET, "b", { parent: inner.urn }));
        assert.equal(bucket.provider, reference);
    });

    it("refuses two resources with one URN", async () => {
        const engine = engineAfter();
        await engine.register(asking(BUCKET, "b"));
        await assert.rejects(engine.register(asking(BUCKET, "b")), /Duplicate resource URN 'urn:.*::b'/);
    });

    it("refuses a parent that does not exist", async () => {
        await assert.rejects(
            engineAfter().register(asking(BUCKET, "b", { parent: "urn:pulumi:dev::shop::my:app:Gone::x" })),
            /Parent urn:.*::x of aws:s3\/bucket:Bucket "b" is not registered/,
        );
    });

    it("hands protection down to children that do not say otherwise", async () => {
        const engine = engineAfter();
        const parent = await engine.register(asking("my:app:Outer", "o", { custom: false, protect: true }));
        const safe = await engine.register(asking(BUCKET, "a", { parent: parent.urn }));
        const open = await engine.register(asking(BUCKET, "b", { parent: parent.urn, protect: false }));
        assert.deepEqual([safe.protect, open.protect], [true, false]);
    });

    it("changes nothing on a second deployment of the same program", async () => {
        const before = await deployed(asking(BUCKET, "b", { inputs: { tags: { a: "1" } } }));
        const engine = engineAfter(before);
        const again = await engine.register(asking(BUCKET, "b", { inputs: { tags: { a: "1" } } }));
        assert.deepEqual([again.operation, again.id], ["same", "id-of-b"]);
    });

    it("updates what changed, and replaces where a change can't be made in place", async () => {
        const before = await deployed(asking(BUCKET, "a", { inputs: { x: 1 } }), asking(BUCKET, "b"));
        const engine = engineAfter(before);
        const updated = await engine.register(asking(BUCKET, "a", { inputs: { x: 2 } }));
        const replaced = await engine.register(asking(BUCKET, "b", { inputs: { name: "new" } }));
        assert.deepEqual([updated.operation, replaced.operation], ["update", "replace"]);
    });

    it("replaces where replaceOnChanges says so", async () => {
        const before = await deployed(asking(BUCKET, "a", { inputs: { x: { y: 1 } } }));
        const request = asking(BUCKET, "a", { inputs: { x: { y: 2 } }, replaceOnChanges: ["x.y"] });
        assert.equal((await engineAfter(before).register(request)).operation, "replace");
    });

    it("keeps ignored inputs as they were", async () => {
        const before = await deployed(asking(BUCKET, "a", { inputs: { tags: { owner: "ops", a: "1" } } }));
        const request = asking(BUCKET, "a", {
            inputs: { tags: { owner: "dev", a: "1" } },
            ignoreChanges: ['tags["owner"]'],
        });
        const again = await engineAfter(before).register(request);
        assert.deepEqual([again.operation, again.inputs], ["same", { tags: { owner: "ops", a: "1" } }]);
    });

    it("keeps a secret that is ignored as the state has it, and tells no one more than that it is one", async () => {
        const salt = "salt";
        const seal = (properties: Properties) => sealed(properties, salt);
        const request = (password: string) =>
            asking(BUCKET, "a", {
                inputs: { login: { passwords: [secret(password), "plain"] } },
                ignoreChanges: ["login"],
            });
        const before = (await deployed(request("first"))).find(({ type }) => type === BUCKET);
        assert.deepEqual(before!.inputs, { login: { passwords: secret(["first", "plain"]) } });
        const kept = { ...before!, inputs: seal(before!.inputs), outputs: seal(before!.outputs) };
        const again = await engineAfter([kept], { seal }).register(request("second"));
        assert.deepEqual([again.operation, again.inputs], ["same", kept.inputs]);
        assert.deepEqual(fromStruct(toStruct(again.inputs)), { login: { passwords: secret(null) } });
    });

    it("finds a renamed resource, and its children, under their aliases", async () => {
        const engine = engineAfter();
        const old = await engine.register(asking("my:app:Outer", "old", { custom: false }));
        await engine.register(asking(BUCKET, "old-logs", { parent: old.urn }));
        const next = engineAfter([...engine.resources.values()]);
        const renamed = await next.register(
            asking("my:app:Outer", "new", { custom: false, aliases: [{ name: "old" }] }),
        );
        const logs = await next.register(asking(BUCKET, "new-logs", { parent: renamed.urn }));
        assert.equal(logs.operation, "same");
        assert.deepEqual(await next.removeLeftovers().then((list) => list.map(({ type }) => type)), []);
    });

    it("keeps what AWS has told of a resource that is found under an alias, changed or not", async () => {
        const key = (name: string, more: object) => asking("aws:kms/key:Key", name, more);
        const told = async (description: string) => {
            const [before] = (await deployed(key("old", {}))).filter(({ name }) => name === "old");
            const asked = key("new", { aliases: [{ name: "old" }], inputs: { description } });
            const now = await engineAfter([before!]).register(asked);
            return [before!, now, await engineAfter([now]).register(asked)];
        };
        for (const description of ["Managed by Pulumi", "Another"]) {
            const [before, ...later] = (await told(description)).map(({ id, outputs }) => [id, outputs.arn]);
            for (const now of later) assert.deepEqual(now, before);
        }
    });

    it("deletes what the program no longer asks for, newest first", async () => {
        const before = await deployed(asking(BUCKET, "a"), asking(BUCKET, "b"));
        const names = (await engineAfter(before).removeLeftovers()).map(({ name }) => name);
        assert.deepEqual(
            names.filter((name) => !name.startsWith("default")),
            ["b", "a"],
        );
    });

    it("refuses to delete or to replace what is protected", async () => {
        const before = await deployed(
            asking(BUCKET, "a", { protect: true }),
            asking(BUCKET, "b", { protect: true }),
        );
        const engine = engineAfter(before);
        await engine.register(asking(BUCKET, "a", { protect: true, inputs: { name: "other" } }));
        await engine.removeLeftovers();
        assert.deepEqual(
            engine.faults.map(({ kind, urn }) => [kind, urn.at(-1)]),
            [
                ["protect", "a"],
                ["protect", "b"],
            ],
        );
    });

    it("keeps the secrecy of an input in the output that repeats it", async () => {
        const [, resource] = await deployed(asking(BUCKET, "a", { inputs: { key: secret("hidden"), x: 1 } }));
        assert.deepEqual([resource?.outputs.key, resource?.outputs.x], [secret("hidden"), 1]);
    });

    it("makes outputs secret that the program names", async () => {
        const [, resource] = await deployed(asking(BUCKET, "a", { additionalSecretOutputs: ["arn"] }));
        assert.deepEqual(resource?.outputs.arn, secret("arn:id-of-a"));
    });

    it("goes on after inputs that a provider refuses, so that all faults are shown at once", async () => {
        const engine = engineAfter();
        await engine.register(asking(BUCKET, "a", { inputs: { bad: true } }));
        await engine.register(asking(BUCKET, "b", { inputs: { bad: true } }));
        assert.deepEqual(
            engine.faults.map(({ message }) => message),
            ["bad: is never accepted", "bad: is never accepted"],
        );
    });
});
