import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node, type ResourceClass } from "../../policies/graph.ts";
import { refusesPlainHttp } from "../../policies/iam.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

describe("a policy", () => {
    const roleOf = (statement: object, more: Node["props"] = {}) => {
        const assumeRolePolicy = JSON.stringify({ Statement: { Effect: "Allow", ...statement } });
        return node(aws.iam.Role, "role", { assumeRolePolicy, ...more });
    };
    const trust = (statement: object) => verdictOf("roles-not-for-everyone", roleOf(statement));

    it("that trusts everyone is seen through lists, negations and conditions that say nothing of who", () => {
        for (const Principal of ["*", { AWS: "*" }, { AWS: ["123456789012", "*"] }, undefined])
            assert.equal(trust({ Principal }), "fail");
        assert.equal(trust({ NotPrincipal: { AWS: "123456789012" } }), "fail");
        const Principal = "*";
        assert.equal(trust({ Principal, Condition: { Bool: { "aws:SecureTransport": "true" } } }), "fail");
        assert.equal(trust({ Principal, Condition: { StringLike: { "aws:PrincipalOrgID": "*" } } }), "fail");
        for (const [operator, key, value] of [
            ["StringLike", "aws:PrincipalAccount", "????????????"],
            ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deployer"],
            ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
            ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"],
        ] as const)
            assert.equal(trust({ Principal, Condition: { [operator]: { [key]: value } } }), "fail", value);
        for (const [operator, key, value] of [
            ["StringEquals", "aws:PrincipalOrgID", "o-1"],
            ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*"],
            ["StringLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*"],
            ["ArnLike", "aws:SourceArn", "arn:aws:s3:::uploads"],
        ] as const)
            assert.equal(trust({ Principal, Condition: { [operator]: { [key]: value } } }), "pass", value);
        const Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
        const sub = "token.actions.githubusercontent.com:sub";
        assert.equal(trust({ Principal: { Federated } }), "fail");
        assert.equal(trust({ Principal: { Federated }, Condition: { StringLike: { [sub]: "*" } } }), "fail");
        assert.equal(
            trust({ Principal: { Federated }, Condition: { StringLike: { [sub]: "repo:me/*" } } }),
            "pass",
        );
    });

    it("that does everything is seen when it is attached; one of this stack has a rule of its own", () => {
        const { RolePolicyAttachment, Policy } = aws.iam;
        const attached = (policyArn: unknown, ...links: Node[]) =>
            verdictOf(
                "roles-not-for-everyone",
                node(RolePolicyAttachment, "x", { policyArn }, { policyArn: links }),
            );
        assert.equal(attached("arn:aws:iam::aws:policy/AdministratorAccess"), "fail");
        assert.equal(attached("arn:aws:iam::aws:policy/ReadOnlyAccess"), "pass");
        assert.equal(attached(UNKNOWN), "cannot tell");
        assert.equal(attached(UNKNOWN, node(Policy, "own", {})), "pass");
        const named = { managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"] };
        const role = roleOf({ Principal: { AWS: "123456789012" } }, named);
        assert.equal(verdictOf("roles-not-for-everyone", role), "fail");
    });

    it("with wildcards is seen in every form, and as text that nobody knows it can't be told", () => {
        const verdict = (policy: unknown, type: ResourceClass = aws.iam.Policy) =>
            verdictOf("iam-no-wildcards", node(type, "x", { policy }));
        const allow = (statement: object) => JSON.stringify({ Statement: { Effect: "Allow", ...statement } });
        for (const Resource of ["*", ["arn:aws:s3:::a", "*"], "arn:aws:s3:::*", "arn:*", undefined])
            assert.equal(verdict(allow({ Action: ["s3:GetObject", "s3:Put*"], Resource })), "fail");
        const roles = "arn:aws:iam::123456789012:role/";
        const toTasks = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
        const pass = (Resource: string) => allow({ Action: "iam:PassRole", Resource, Condition: toTasks });
        assert.equal(verdict(pass(`${roles}*`)), "fail");
        assert.equal(verdict(pass(`${roles}shop-live-*`)), "pass");
        assert.equal(verdict(allow({ NotAction: "iam:*", Resource: "*" }), aws.iam.UserPolicy), "fail");
        assert.equal(verdict({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }), "fail");
        assert.equal(verdict(allow({ Action: "s3:*", Resource: "arn:aws:s3:::bucket/*" })), "pass");
        assert.equal(verdict(allow({ Action: "ecr:GetAuthorizationToken", Resource: "*" })), "pass");
        for (const policy of [UNKNOWN, "{", 7]) assert.notEqual(verdict(policy), "pass");
    });
});

describe("refusesPlainHttp", () => {
    const denial = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const refuses = (changes: object) =>
        refusesPlainHttp(JSON.stringify({ Statement: [{ ...denial, ...changes }] }), "s3");

    it("knows each way to write it", () => {
        assert.ok(refuses({}));
        assert.ok(refuses({ Principal: { AWS: "*" }, Action: ["*"], Resource: "*" }));
        assert.ok(refuses({ Condition: { BoolIfExists: { "AWS:SecureTransport": [false] } } }));
        assert.ok(refusesPlainHttp({ Statement: denial }, "s3"));
    });

    it("is not taken in by one that leaves something open", () => {
        assert.ok(!refuses({ Resource: "arn:aws:s3:::b" }));
        assert.ok(!refuses({ Resource: "arn:aws:s3:::b/logs/*" }));
        assert.ok(!refuses({ Condition: {} }));
        assert.ok(!refuses({ Condition: { Bool: { "aws:SecureTransport": "true" } } }));
        assert.ok(
            !refuses({ Condition: { Bool: { ...denial.Condition.Bool, "aws:ViaAWSService": "true" } } }),
        );
        assert.ok(!refusesPlainHttp("", "s3") && !refusesPlainHttp(undefined, "s3"));
    });
});
