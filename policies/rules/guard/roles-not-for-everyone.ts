import * as aws from "@pulumi/aws";
import { inJson, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.iam.Role, {
    id: "roles-not-for-everyone",
    criterion: "SEC-08",
    severity: "critical",
    says: "Every role says who may take it, and none may do everything.",
    fix: "Name a service or an account as Principal, and leave AdministratorAccess and PowerUserAccess out.",
    check: ({ assumeRolePolicy, managedPolicyArns = [] }) => {
        const policy = typeof assumeRolePolicy === "string" ? JSON.parse(assumeRolePolicy) : assumeRolePolicy;
        const statements = [policy.Statement].flat().filter(({ Effect }) => Effect === "Allow");
        const isOpen = statements.some(({ Principal = "*" }) => isAnyone(Principal));
        if (isOpen) return "Anyone in AWS may take it.";
        const wide = managedPolicyArns.filter((arn) => /\/(AdministratorAccess|PowerUserAccess)$/.test(arn));
        return wide.length > 0 ? `It may do everything: ${wide.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inJson("assumeRolePolicy", ({ Statement }) => delete Statement[0].Principal),
        "to anyone": inJson("assumeRolePolicy", ({ Statement }) => (Statement[0].Principal = { AWS: "*" })),
        "to do anything": set("managedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
    },
});

function isAnyone(principal: string | Record<string, string | string[]>): boolean {
    return typeof principal === "string" ? principal === "*" : Object.values(principal).flat().includes("*");
}
