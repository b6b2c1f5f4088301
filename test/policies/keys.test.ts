import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

describe("a key", () => {
    const key = node(aws.kms.Key, "key", { arn: UNKNOWN });
    const bucket = node(aws.s3.Bucket, "bucket", { arn: UNKNOWN });
    const group = (kmsKeyId: unknown, ...links: Node[]) =>
        node(aws.cloudwatch.LogGroup, "logs", { kmsKeyId }, links.length > 0 ? { kmsKeyId: links } : {});
    const verdict = (one: Node, ...others: Node[]) =>
        verdictOf("logs-encrypted", one, key, bucket, ...others);

    it("is told from a literal, from another kind of resource, and from nothing", () => {
        assert.equal(verdict(group(UNKNOWN, key)), "pass");
        assert.equal(verdict(group("arn:aws:kms:us-east-1:123456789012:key/0b1c")), "fail");
        assert.equal(verdict(group("arn:aws:kms:us-east-1:123456789012:key/0b1c", key)), "fail");
        assert.equal(verdict(group(UNKNOWN, bucket)), "fail");
        assert.equal(verdict(group(UNKNOWN)), "cannot tell");
        for (const none of [undefined, null, "", [], {}]) assert.equal(verdict(group(none)), "fail");
    });

    it("that may as well be a bucket's is nobody knows whose; one of two keys is a key", () => {
        assert.equal(verdict(group(UNKNOWN, key, bucket)), "cannot tell");
        const other = node(aws.kms.Key, "other", { arn: UNKNOWN });
        assert.equal(verdict(group(UNKNOWN, key, other), other), "pass");
    });

    it("counts by its alias, if that is one of this stack's keys", () => {
        const alias = node(aws.kms.Alias, "alias", { targetKeyId: UNKNOWN }, { targetKeyId: [key] });
        assert.equal(verdict(group(UNKNOWN, alias), alias), "pass");
        const foreign = node(aws.kms.Alias, "alias", { targetKeyId: "0b1c" });
        assert.equal(verdict(group(UNKNOWN, foreign), foreign), "fail");
    });
});
