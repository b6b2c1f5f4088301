import * as aws from "@pulumi/aws";
import { githubLogins, openToGithub } from "../../logins.ts";
import { resourceRule } from "../../rule.ts";

/**
 * One repository, with GitHub's numbers or without, and one environment, branch or tag of it. A pull request brings the code
 * of its own job: whoever may push a branch would have the role.
 */
const bound = /^repo:[\w.@-]+\/[\w.@-]+:(environment:[^*?]+|ref:refs\/(heads|tags)\/[^*?]+)$/;

export default resourceRule(aws.iam.Role, {
    id: "github-logins-bound",
    criterion: "SEC-08",
    severity: "critical",
    says: "Whoever comes from GitHub Actions is one repository, and in it one environment, branch or tag.",
    fix: 'Ask under StringEquals for `aud`, "sts.amazonaws.com", and for `sub` without a wildcard, best of an environment with reviewers.',
    check: ({ assumeRolePolicy }) => {
        const logins = githubLogins(assumeRolePolicy);
        if (logins.some(({ audience }) => audience !== "sts.amazonaws.com"))
            return "Tokens that GitHub made for somebody else open it.";
        const wide = logins.flatMap(({ subjects }) => subjects).filter((one) => !bound.test(one));
        return wide.length > 0 ? `It lets in ${wide.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": openToGithub("repo:acme/shop:environment:production", "StringEquals", {}),
        "every repository of an owner": openToGithub("repo:acme/*:environment:production"),
        "every branch": openToGithub("repo:acme/shop:ref:refs/heads/*", "StringLike"),
        "every pull request": openToGithub("repo:acme@1/shop@2:pull_request"),
        "every job": openToGithub("repo:acme@1/shop@2:*"),
    },
});
