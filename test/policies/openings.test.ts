import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node, type ResourceClass } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

const facing = node(aws.ec2.SecurityGroup, "facing", { ingress: UNKNOWN });
const balancer = node(
    aws.lb.LoadBalancer,
    "web",
    { securityGroups: [UNKNOWN] },
    { securityGroups: [facing] },
);
const way = { ipProtocol: "tcp", protocol: "tcp", type: "ingress", fromPort: 22, toPort: 22 };

describe("a way in for everyone is seen", () => {
    const ports = "closed-to-the-internet";

    it("in each of the provider's four forms", () => {
        const { SecurityGroup, DefaultSecurityGroup, SecurityGroupRule } = aws.ec2;
        const inline = { ingress: [{ ...way, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }] };
        const forms: [ResourceClass, Node["props"]][] = [
            [aws.vpc.SecurityGroupIngressRule, { ...way, cidrIpv4: "0.0.0.0/0" }],
            [SecurityGroupRule, { ...way, cidrBlocks: ["0.0.0.0/0"] }],
            [SecurityGroup, inline],
            [DefaultSecurityGroup, inline],
        ];
        for (const [type, props] of forms) assert.equal(verdictOf(ports, node(type, "x", props)), "fail");
        // Nobody knows which: the group's own inputs tell whether it has any.
        assert.equal(verdictOf(ports, node(SecurityGroup, "x", { ingress: UNKNOWN })), "cannot tell");
        assert.equal(verdictOf(ports, node(SecurityGroup, "x", {})), "pass");
        const out = node(SecurityGroupRule, "x", { ...way, type: "egress", cidrBlocks: ["0.0.0.0/0"] });
        assert.equal(verdictOf(ports, out), "pass");
    });

    it("however the addresses are written", () => {
        const verdict = (source: Node["props"]) =>
            verdictOf(ports, node(aws.vpc.SecurityGroupIngressRule, "x", { ...way, ...source }));
        for (const cidrIpv6 of ["::/0", "0:0:0:0:0:0:0:0/0", "2000::/3"])
            assert.equal(verdict({ cidrIpv6 }), "fail");
        for (const cidrIpv4 of ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "everything"])
            assert.equal(verdict({ cidrIpv4 }), "fail");
        assert.equal(verdict({ cidrIpv4: UNKNOWN }), "cannot tell");
        assert.equal(verdict({ cidrIpv4: "10.0.0.0/8" }), "pass");
        assert.equal(verdict({ cidrIpv6: "fd00::/8" }), "pass");
        assert.equal(verdict({ cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 }), "fail");
    });

    it("where a list of addresses may call a group that something else wears beside a load balancer", () => {
        const open = { ...way, fromPort: 443, toPort: 443, prefixListId: "pl-0", securityGroupId: UNKNOWN };
        const lists = "lists-to-load-balancers-only";
        const rule = node(aws.vpc.SecurityGroupIngressRule, "x", open, { securityGroupId: [facing] });
        assert.equal(verdictOf(lists, rule, facing, balancer), "pass");
        const links = { vpcSecurityGroupIds: [facing] };
        const db = node(aws.rds.Instance, "db", { vpcSecurityGroupIds: [UNKNOWN] }, links);
        assert.equal(verdictOf(lists, rule, facing, balancer, db), "fail");
        assert.equal(
            verdictOf(lists, { ...rule, propertyDependencies: {} }, facing, balancer),
            "cannot tell",
        );
        const alb = node(
            aws.alb.LoadBalancer,
            "web",
            { securityGroups: [UNKNOWN] },
            { securityGroups: [facing] },
        );
        assert.equal(verdictOf(lists, rule, facing, alb), "pass");
    });
});
