import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { judge, type Rule } from "../../policies/rule.ts";
import buckets from "../../policies/rules/guard/buckets-private.ts";
import backups from "../../policies/rules/data/postgres-backups.ts";
import encrypted from "../../policies/rules/data/postgres-encrypted.ts";
import images from "../../policies/rules/compute/images-by-digest.ts";

const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0b1c";

function node(type: { __pulumiType: string } | string, name: string, props: Node["props"]): Node {
    const token = typeof type === "string" ? type : type.__pulumiType;
    const urn = `urn:pulumi:test::test::${token}::${name}`;
    return {
        type: token,
        urn,
        name,
        props,
        opts: { protect: false, ignoreChanges: [] },
        propertyDependencies: {},
    };
}

const database = (props: Node["props"]) => node(aws.rds.Instance as never, "db", props);
const key = (props: Node["props"]) => node(aws.kms.Key as never, "key", props);
const outcomes = (rule: Rule, ...nodes: Node[]) => judge(rule, nodes).map(({ outcome }) => outcome);

describe("a rule", () => {
    it("says what was seen and what to use", () => {
        const [verdict] = judge(backups, [database({ backupRetentionPeriod: 3 })]);
        assert.equal(verdict?.outcome, "fail");
        assert.match(
            verdict.message,
            /^Keeps 3 days of backups\.\nFix: Set backupRetentionPeriod .* to 7 or more\.$/,
        );
    });

    it("takes what was left out for what the cloud makes of it", () => {
        assert.deepEqual(outcomes(backups, database({})), ["fail"]);
    });

    it("judges every resource of its type, and is not applicable without one", () => {
        assert.deepEqual(outcomes(backups, database({}), database({ backupRetentionPeriod: 7 })), [
            "fail",
            "pass",
        ]);
        assert.deepEqual(outcomes(backups, key({})), []);
    });

    it("never passes over what is not known yet: it names it, and what would decide it", () => {
        const [verdict] = judge(backups, [database({ backupRetentionPeriod: UNKNOWN })]);
        assert.equal(verdict?.outcome, "cannot tell");
        assert.match(
            verdict.message,
            /backupRetentionPeriod is not known yet, and nothing in this stack decides it/,
        );
        assert.match(verdict.message, /Write a value that is known at preview/);
    });

    it("names an unknown by its whole path, however deep it lies", () => {
        const task = node(aws.ecs.TaskDefinition as never, "task", { containerDefinitions: UNKNOWN });
        assert.equal(judge(images, [task])[0]?.outcome, "cannot tell");
        const rule: Rule = { ...backups, check: ({ props }) => props.a.b[1].c };
        assert.match(
            judge(rule, [database({ a: { b: [0, { c: UNKNOWN }] } })])[0]!.message,
            /: a\.b\.1\.c is not known/,
        );
    });

    it("that stumbles over what it reads can't tell, and says over what", () => {
        const broken: Rule = { ...backups, check: () => JSON.parse("{") };
        const [verdict] = judge(broken, [database({})]);
        assert.equal(verdict?.outcome, "cannot tell");
        assert.match(verdict.message, /could not read this resource \(SyntaxError/);
        assert.ok(verdict.error instanceof SyntaxError);
    });

    it("takes text for what it says, null for left out, and anything else for no number", () => {
        const kept = (days: unknown) => outcomes(backups, database({ backupRetentionPeriod: days }))[0];
        assert.equal(kept("7"), "pass");
        for (const days of ["6", "many", "", null, [], {}, true, Number.NaN])
            assert.equal(kept(days), "fail");
    });
});

describe("a reference", () => {
    const plain = { storageEncrypted: true };

    it("that is not known yet is decided by the resource that it comes from", () => {
        const made = key({ arn: UNKNOWN });
        const db = database({ ...plain, kmsKeyId: UNKNOWN });
        assert.deepEqual(outcomes(encrypted, db, made), ["cannot tell"]);
        db.propertyDependencies.kmsKeyId = [made];
        assert.deepEqual(outcomes(encrypted, db, made), ["pass"]);
    });

    it("that comes from another kind of resource fails", () => {
        const other = node(aws.kms.Alias as never, "alias", { arn: UNKNOWN });
        const db = database({ ...plain, kmsKeyId: UNKNOWN });
        db.propertyDependencies.kmsKeyId = [other];
        assert.deepEqual(outcomes(encrypted, db, other, key({ arn: UNKNOWN })), ["fail"]);
    });

    it("that is known is decided by its value, not by what the program read on the way", () => {
        const made = key({ arn: keyArn, id: "0b1c" });
        const db = database({ ...plain, kmsKeyId: keyArn });
        assert.deepEqual(outcomes(encrypted, db, made), ["pass"]);
        db.props.kmsKeyId = "alias/aws/rds";
        db.propertyDependencies.kmsKeyId = [made];
        assert.deepEqual(outcomes(encrypted, db, made), ["fail"]);
    });

    it("to a remote component stands for the component's children", () => {
        const component = node("some:keys:Keys", "keys", {});
        const made: Node = { ...key({ arn: UNKNOWN }), parent: component };
        const db = database({ ...plain, kmsKeyId: UNKNOWN });
        db.propertyDependencies.kmsKeyId = [component];
        assert.deepEqual(outcomes(encrypted, db, component, made), ["pass"]);
    });

    it("counts from the other end too: a bucket without a block of its own is not private", () => {
        const on = {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        };
        const bucket = node(aws.s3.Bucket as never, "logs", { id: "logs-1", bucket: "logs-1" });
        const block = node(aws.s3.BucketPublicAccessBlock as never, "logs", { ...on, bucket: "logs-1" });
        assert.deepEqual(outcomes(buckets, bucket), ["fail"]);
        assert.deepEqual(outcomes(buckets, bucket, block), ["pass"]);
        block.props.bucket = "logs-2";
        assert.deepEqual(outcomes(buckets, bucket, block), ["fail"]);
    });
});
