import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { allowedBy, allowsTooMuch } from "../../iam.ts";
import { resourceRule, type Edit } from "../../rule.ts";

const allow = (statement: object): Edit =>
    inJson("policy", ({ Statement }) => Statement.push({ Effect: "Allow", ...statement }));
const everything = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
type RoleOrPolicy = { policy?: string; inlinePolicies?: { policy?: string }[] };
const { Role, Policy, RolePolicy, UserPolicy, GroupPolicy } = aws.iam;

export default resourceRule<RoleOrPolicy>(
    [RolePolicy, Policy, UserPolicy, GroupPolicy, Role] as ResourceClass[],
    {
        id: "iam-no-wildcards",
        criterion: "SEC-08",
        severity: "high",
        says: "No policy allows whole groups of actions on everything there is, or hands over every role or secret.",
        fix: "Write each action out, and the ARNs that it is for.",
        check: ({ policy, inlinePolicies = [] }) => {
            const policies = [policy, ...inlinePolicies.map((one) => one.policy)];
            const wide = policies.flatMap(allowedBy).filter(allowsTooMuch);
            const actions = wide.flatMap(({ Action, NotAction }) => Action ?? `all but ${NotAction}`);
            return wide.length > 0 ? `It allows on everything: ${actions.join(", ")}.` : undefined;
        },
        breaks: {
            inline: ({ props }) => {
                if ("assumeRolePolicy" in props) props.inlinePolicies = [{ name: "all", policy: everything }];
            },
            anything: allow({ Action: "*", Resource: "*" }),
            "left out": allow({ Action: ["s3:*"] }),
            "all that reads": allow({ Action: ["s3:GetObject", "s3:Ge?*"], Resource: ["arn:aws:s3:::*"] }),
            "every one of a kind": allow({ Action: "dynamodb:*", Resource: "arn:aws:dynamodb:*:*:table/*" }),
            "any role": allow({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/*" }),
            "every secret": allow({ Action: ["secretsmanager:GetSecretValue"], Resource: "*" }),
            "all but some": allow({ NotAction: "iam:*", Resource: ["*"] }),
        },
    },
);
