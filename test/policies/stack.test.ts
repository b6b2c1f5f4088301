import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

describe("near-duplicates of a resource", () => {
    it("are judged like it: a cluster like a database, a bucket of another class, a rule beside a redirect", () => {
        assert.equal(verdictOf("postgres-backups", node(aws.rds.Cluster, "x", {})), "fail");
        assert.equal(
            verdictOf("postgres-encrypted", node(aws.rds.Cluster, "x", { storageEncrypted: true })),
            "fail",
        );
        assert.equal(verdictOf("postgres-private", node(aws.rds.ClusterInstance, "x", {})), "fail");
        assert.equal(verdictOf("postgres-multi-az", node(aws.rds.Cluster, "x", { id: "x" })), "fail");
        assert.equal(verdictOf("buckets-private", node(aws.s3.BucketV2, "x", { id: "x" })), "fail");
        assert.equal(verdictOf("load-balancer-hardened", node(aws.alb.LoadBalancer, "x", {})), "fail");
        const redirect = { defaultActions: [{ redirect: { protocol: "HTTPS" } }] };
        const listener = node(aws.lb.Listener, "x", { protocol: "HTTP", ...redirect });
        assert.equal(verdictOf("load-balancer-tls", listener), "pass");
        const links = { listenerArn: [listener] };
        const actions = [{ type: "forward" }];
        const rule = node(aws.lb.ListenerRule, "x", { listenerArn: UNKNOWN, actions }, links);
        assert.equal(verdictOf("load-balancer-tls", listener, rule), "fail");
        const empty = node(aws.lb.Listener, "x", { protocol: "HTTP", defaultActions: [] });
        assert.equal(verdictOf("load-balancer-tls", empty), "fail");
    });

    it("with switches as text count for what the text says", () => {
        const on = { deletionProtection: "true", deleteAutomatedBackups: "false" };
        assert.equal(verdictOf("postgres-protected", node(aws.rds.Instance, "x", on)), "pass");
        const off = { ...on, deletionProtection: "false" };
        assert.equal(verdictOf("postgres-protected", node(aws.rds.Instance, "x", off)), "fail");
    });

    it("that nobody can tell about do not hide one that is sure", () => {
        const vpc = node(aws.ec2.Vpc, "vpc", { id: UNKNOWN });
        const all = { trafficType: "ALL", vpcId: UNKNOWN };
        const own = node(aws.ec2.FlowLog, "own", all, { vpcId: [vpc] });
        const lost = node(aws.ec2.FlowLog, "lost", all);
        assert.equal(verdictOf("flow-logs", vpc, own, lost), "pass");
        assert.equal(verdictOf("flow-logs", vpc, lost), "cannot tell");
    });
});
