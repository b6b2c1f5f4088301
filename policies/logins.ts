import { set } from "./edits.ts";
import { allowedBy } from "./iam.ts";
import type { Edit } from "./rule.ts";
import { listOf } from "./values.ts";

const host = "token.actions.githubusercontent.com";
const aud = { [`${host}:aud`]: "sts.amazonaws.com" };

/** What a trust policy asks of tokens that GitHub Actions signed, by equality: for whom, and from where. */
export function githubLogins(trust: unknown): { audience: string; subjects: string[] }[] {
    return allowedBy(trust)
        .filter(
            ({ Principal }) =>
                typeof Principal === "object" &&
                listOf(Principal.Federated).some((arn) => arn.includes(host)),
        )
        .map(({ Condition: { StringEquals: asked = {} } = {} }) => ({
            audience: String(asked[`${host}:aud`]),
            subjects: listOf(asked[`${host}:sub`] ?? "anybody"),
        }));
}

/** Lets GitHub Actions in where this subject matches, to a role that was for something else. */
export function openToGithub(subject: string, operator = "StringEquals", audience: object = aud): Edit {
    const trust = {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${host}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: audience, [operator]: { ...audience, [`${host}:sub`]: subject } },
    };
    return set("assumeRolePolicy", JSON.stringify({ Statement: trust }));
}
