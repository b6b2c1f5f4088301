import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

describe("a topic", () => {
    const may = (Service: string | string[], Condition?: object) =>
        JSON.stringify({ Statement: { Effect: "Allow", Principal: { Service }, Action: "*", Condition } });
    const own = { StringEquals: { "aws:SourceAccount": "123456789012" } };
    const closed = node(aws.kms.Key, "key", { policy: may("cloudwatch.amazonaws.com", own) });
    const verdict = (policy: unknown, key: Node = closed, ...links: Node[]) => {
        const topic = node(
            aws.sns.Topic,
            "topic",
            { kmsMasterKeyId: UNKNOWN },
            { kmsMasterKeyId: [links[0] ?? key] },
        );
        const allowed = node(aws.sns.TopicPolicy, "policy", { arn: UNKNOWN, policy }, { arn: [topic] });
        return verdictOf("topics-own-account", topic, allowed, key, ...links);
    };
    const alarms = (Condition?: object) => verdict(may("cloudwatch.amazonaws.com", Condition));

    it("is one account's by a condition that names it, and by no other", () => {
        const arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*";
        assert.equal(alarms(own), "pass");
        assert.equal(alarms({ ArnLike: { "AWS:SourceArn": arn } }), "pass");
        assert.equal(alarms(), "fail");
        assert.equal(alarms({ StringLike: { "aws:SourceAccount": "*" } }), "fail");
        assert.equal(alarms({ StringEquals: { "aws:SourceAccount": ["123456789012", "*"] } }), "fail");
        assert.equal(alarms({ ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:*:*:alarm:*" } }), "fail");
        assert.equal(alarms({ StringNotEquals: { "aws:SourceAccount": "123456789012" } }), "fail");
        assert.equal(alarms({ StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }), "fail");
        assert.equal(alarms({ Bool: { "aws:SecureTransport": "true" } }), "fail");
    });

    it("takes without one what those send who never say whose it is, and of nobody beside them", () => {
        assert.equal(verdict(may(["events.amazonaws.com", "backup.amazonaws.com"])), "pass");
        assert.equal(verdict(may(["events.amazonaws.com", "s3.amazonaws.com"])), "fail");
        assert.equal(verdict(UNKNOWN), "cannot tell");
    });

    it("is as open as its key, which may be named by an alias", () => {
        const open = node(aws.kms.Key, "key", { policy: may("cloudwatch.amazonaws.com") });
        const policy = may("cloudwatch.amazonaws.com", own);
        assert.equal(verdict(policy), "pass");
        assert.equal(verdict(policy, open), "fail");
        const alias = node(aws.kms.Alias, "alias", { targetKeyId: UNKNOWN }, { targetKeyId: [open] });
        assert.equal(verdict(policy, open, alias), "fail");
    });
});
