import assert from "node:assert/strict";
import { tree } from "../../../rehearsal/report/tree.ts";
import { resourceOf } from "../../support/rehearsal.ts";

const at = (types: string, name: string) => `urn:pulumi:dev::shop::${types}::${name}`;
const STACK = at("pulumi:pulumi:Stack", "shop-dev");
const stack = resourceOf(STACK, { custom: false });
const outer = resourceOf(at("my:app:Outer", "o"), { custom: false, parent: STACK });
const bucket = resourceOf(at("my:app:Outer$aws:s3/bucket:Bucket", "logs"), {
    parent: outer.urn,
    inputs: { bucket: "logs-1a2b3c4" },
});

describe("the tree", () => {
    it("shows each resource under its component, with its cloud name, and how many each component holds", () => {
        const topic = resourceOf(at("my:app:Outer$aws:sns/topic:Topic", "t"), { parent: outer.urn });
        const lines = tree([stack, outer, bucket, topic]);
        assert.match(lines[0] ?? "", /^\+ pulumi:Stack shop-dev +2$/);
        assert.match(lines[1] ?? "", /^\+ {3}my:Outer o +2$/);
        assert.match(lines[2] ?? "", /^\+ {5}aws:Bucket logs +logs-1a2b3c4$/);
        assert.equal(lines[3], "+     aws:Topic t");
        for (const line of lines.slice(0, 3)) assert.equal(line.length, 80);
    });

    it("marks what happens: created, updated, replaced, read, imported, the same", () => {
        const marks = (["create", "update", "replace", "read", "import", "same"] as const).map((operation) =>
            tree([resourceOf(at("a:b:C", "x"), { operation })])[0]?.slice(0, 1),
        );
        assert.deepEqual(marks, ["+", "~", "±", ">", "=", " "]);
    });

    it("leaves providers out, and shows a resource whose parent is not there", () => {
        const orphan = resourceOf(at("a:b:C", "x"), { parent: at("a:b:Gone", "g") });
        assert.deepEqual(tree([resourceOf(at("pulumi:providers:aws", "default")), orphan]), ["+ a:C x"]);
    });

    it("puts a cloud name that does not fit on a line of its own, within 80 columns", () => {
        const long = resourceOf(at("aws:s3/bucket:Bucket", "l".repeat(40)), {
            inputs: { bucket: "b".repeat(60) },
        });
        const lines = tree([long]).flatMap((line) => line.split("\n"));
        assert.deepEqual(
            lines.map((line) => [line.length <= 80, line.trim().at(-1)]),
            [
                [true, "l"],
                [true, "b"],
            ],
        );
    });

    it("puts the type and the name on a line each where they don't fit on one", () => {
        const long = resourceOf(at("aws:s3/bucket:Bucket", "l".repeat(76)), {
            inputs: { bucket: "b".repeat(76) },
        });
        assert.deepEqual(tree([long]), ["+ aws:Bucket", `      ${"l".repeat(76)}`, `    ${"b".repeat(76)}`]);
    });

    it("leaves out of a name what would move the cursor or colour the line", () => {
        assert.deepEqual(tree([resourceOf(at("a:b:C", "x\u001b[31m\ry\u0007\nz"))]), ["+ a:C x y z"]);
    });

    it("does not repeat as the cloud name what is unknown or secret", () => {
        const lines = tree([
            resourceOf(at("a:b:C", "x"), { inputs: { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }),
        ]);
        assert.deepEqual(lines, ["+ a:C x"]);
    });
});
