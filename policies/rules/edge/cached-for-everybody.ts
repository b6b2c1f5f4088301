import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { CachePolicy, Distribution } = aws.cloudfront;
const key = "parametersInCacheKeyAndForwardedToOrigin";
// CloudFront's own (Developer Guide, "Use managed cache policies").
const keepsNothing = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const isPrivate = /^(authorization|cookie)$/i;

export default stackRule(Distribution, {
    id: "cached-for-everybody",
    criterion: "SCA-03",
    severity: "high",
    says: "Static files come from nearby, and nothing that is one user's is kept for others.",
    fix: "Give the paths of static files an aws.cloudfront.CachePolicy without cookies and authorization, and keep nothing else.",
    check: (distribution, stack) => {
        const policies = stack.all(CachePolicy);
        const kept = policies.filter(
            (policy) => stack.surelyNaming(policy, "orderedCacheBehaviors", Distribution).length > 0,
        );
        if (kept.length === 0) return "It keeps no file: every request goes all the way.";
        const { defaultCacheBehavior: other } = distribution.props;
        if (!isSet(other, "cachePolicyId") || other.cachePolicyId !== keepsNothing)
            return "It keeps what is under every other path.";
        const private_ = kept.find(({ props }) => {
            const { cookiesConfig, headersConfig } = props[key];
            const headers = listOf(headersConfig.headers?.items);
            return cookiesConfig.cookieBehavior !== "none" || headers.some((one) => isPrivate.test(one));
        });
        return private_ && `${private_.name} keeps what is one user's.`;
    },
    breaks: {
        "left out": inEvery(CachePolicy, "remove"),
        everything: set("defaultCacheBehavior.cachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
        "by cookie": inEvery(CachePolicy, set(`${key}.cookiesConfig.cookieBehavior`, "all")),
    },
});
