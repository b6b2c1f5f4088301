import assert from "node:assert/strict";
import type { Facts, Observed } from "../../../rehearsal/real/facts.ts";
import { secret } from "../../../rehearsal/values.ts";
import { compare, explained } from "../../../rehearsal/real/compare.ts";

const URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::files";

function run(): { resource: Facts; all: Observed } {
    const resource: Facts = {
        urn: URN,
        type: "aws:s3/bucket:Bucket",
        custom: true,
        external: false,
        id: "files-1a2b3c4",
        parent: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
        provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default",
        inputs: { bucket: "files-1a2b3c4", tags: { owner: "web" }, rules: [{ days: 3 }], token: secret("t") },
        outputs: { arn: "arn:aws:s3:::files-1a2b3c4", token: secret("t") },
        dependencies: ["urn:a"],
        propertyDependencies: { bucket: ["urn:a"] },
        protect: true,
        retainOnDelete: false,
        aliases: ["urn:old"],
        ignoreChanges: ["tags"],
        replaceOnChanges: ["bucket"],
        additionalSecretOutputs: ["token"],
        deletedWith: null,
        operation: "create",
    };
    const verdict = {
        pack: "p",
        policy: "private",
        level: "mandatory" as const,
        message: "is public",
        urn: URN,
    };
    return { resource, all: { resources: [resource], deletes: ["urn:gone"], verdicts: [verdict] } };
}

/** One edit for every kind of field, and the field in which it must show. */
const PLANTED: Record<string, (resource: Facts, all: Observed) => void> = {
    urn: (resource) => void (resource.urn += "2"),
    type: (resource) => void (resource.type = "aws:s3/bucketV2:BucketV2"),
    custom: (resource) => void (resource.custom = false),
    external: (resource) => void (resource.external = true),
    id: (resource) => void (resource.id = "other"),
    parent: (resource) => void (resource.parent = null),
    provider: (resource) => void (resource.provider = "urn:pulumi:dev::shop::pulumi:providers:aws::west"),
    "inputs.tags.owner": (resource) => void (resource.inputs.tags = { owner: "api" }),
    "inputs.tags.more": (resource) => void (resource.inputs.tags = { owner: "web", more: "" }),
    "inputs.rules[0].days": (resource) => void (resource.inputs.rules = [{ days: 4 }]),
    "inputs.rules": (resource) => void (resource.inputs.rules = []),
    "inputs.bucket": (resource) => void delete resource.inputs.bucket,
    "inputs.token": (resource) => void (resource.inputs.token = "t"),
    "inputs.token (secret)": (resource) => void (resource.inputs.token = secret("u")),
    "outputs.arn": (resource) => void (resource.outputs.arn = secret("arn:aws:s3:::files-1a2b3c4")),
    "outputs.token": (resource) => void (resource.outputs.token = "t"),
    dependencies: (resource) => void (resource.dependencies = []),
    "dependencies[0]": (resource) => void (resource.dependencies = ["urn:b"]),
    "propertyDependencies.bucket": (resource) => void (resource.propertyDependencies = {}),
    "propertyDependencies.bucket[0]": (resource) =>
        void (resource.propertyDependencies = { bucket: ["urn:b"] }),
    protect: (resource) => void (resource.protect = false),
    retainOnDelete: (resource) => void (resource.retainOnDelete = true),
    aliases: (resource) => void (resource.aliases = []),
    ignoreChanges: (resource) => void (resource.ignoreChanges = ["tags", "bucket"]),
    replaceOnChanges: (resource) => void (resource.replaceOnChanges = []),
    additionalSecretOutputs: (resource) => void (resource.additionalSecretOutputs = []),
    deletedWith: (resource) => void (resource.deletedWith = "urn:a"),
    operation: (resource) => void (resource.operation = "update"),
    deletes: (_, all) => void (all.deletes = []),
    verdicts: (_, all) => void (all.verdicts = []),
    "verdicts.level": (_, { verdicts: [verdict] }) => void (verdict!.level = "advisory"),
};

describe("the comparison with the real engine", () => {
    it("finds nothing between a run and itself, and counts its fields", () => {
        const { fields, differences } = compare(run().all, run().all);
        assert.deepEqual(differences, []);
        assert.equal(fields, 31);
    });

    it("has a planted difference for every field of a resource", () => {
        const fields = new Set(Object.keys(PLANTED).map((field) => field.split(/[.[]/)[0]));
        assert.deepEqual(
            Object.keys(run().resource).filter((field) => !fields.has(field)),
            [],
        );
    });

    for (const [field, plant] of Object.entries(PLANTED)) {
        it(`finds a difference in ${field}, whichever side it is on`, () => {
            const edited = run();
            plant(edited.resource, edited.all);
            for (const [real, mine] of [[run().all, edited.all] as const, [edited.all, run().all] as const]) {
                const found = compare(real, mine).differences.map((difference) => difference.field);
                assert.ok(
                    found.length > 0 && found.every((name) => name === field),
                    `found ${found.join(", ")}`,
                );
            }
        });
    }

    it("finds a resource that only one of them has", () => {
        const { differences } = compare(run().all, { ...run().all, resources: [] });
        assert.match(explained(differences), /Bucket::files urn: the engine has .*, the rehearsal nothing/);
    });

    it("finds a value that is secret on one side, even where its value is hidden", () => {
        const hidden = run();
        hidden.resource.outputs.arn = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        };
        assert.deepEqual(
            compare(hidden.all, run().all).differences.map(({ field }) => field),
            ["outputs.arn"],
        );
    });
});
