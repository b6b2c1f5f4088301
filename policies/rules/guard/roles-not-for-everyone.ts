import * as aws from "@pulumi/aws";
import { inJson, set } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { allowedBy, attachedTo, isForAnyone } from "../../iam.ts";
import { stackRule } from "../../rule.ts";

const { Role, RolePolicyAttachment, UserPolicyAttachment, GroupPolicyAttachment, PolicyAttachment } = aws.iam;
const attachments = [RolePolicyAttachment, UserPolicyAttachment, GroupPolicyAttachment, PolicyAttachment];
const trust = (edit: Parameters<typeof inJson>[1]) =>
    inJson("assumeRolePolicy", ({ Statement }) => edit(Statement[0]));
const gitlab = "arn:aws:iam::123456789012:oidc-provider/gitlab.com";

export default stackRule<{ assumeRolePolicy?: string }>([Role, ...attachments] as ResourceClass[], {
    id: "roles-not-for-everyone",
    criterion: "SEC-08",
    severity: "critical",
    says: "Every role says who may take it, and none may do everything.",
    fix: "Name a service or an account as Principal, or a login elsewhere with a Condition on its `sub`; leave AdministratorAccess, PowerUserAccess and IAMFullAccess out.",
    check: (one) => {
        if (allowedBy(one.props.assumeRolePolicy).some(isForAnyone)) return "Anyone may take it.";
        const wide = [...attachedTo(one, "managedPolicyArns"), ...attachedTo(one, "policyArn")].filter(
            (arn) => /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(arn),
        );
        return wide.length > 0 ? `It may do everything: ${wide.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": trust((statement) => delete statement.Principal),
        "to anyone": trust((statement) =>
            Object.assign(statement, { Principal: { AWS: ["*"] }, Condition: {} }),
        ),
        "to anyone on GitLab": trust((statement) => (statement.Principal = { Federated: gitlab })),
        "to anyone with a project there": trust((statement) => {
            statement.Principal = { Federated: gitlab };
            statement.Condition = { StringLike: { "gitlab.com:sub": "project_path:*:ref:main" } };
        }),
        "to do anything": set("managedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
    },
});
