import * as aws from "@pulumi/aws";
import { called, keepsNothing, keptOf } from "../../cdn.ts";
import { inEvery, set } from "../../edits.ts";
import { keepsByUser } from "../../kept-answers.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";

const { CachePolicy, Distribution } = aws.cloudfront;
const key = "parametersInCacheKeyAndForwardedToOrigin";

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
        const wide = keptOf(distribution).find(({ pathPattern = "" }) =>
            /^\/?[?*]*\*[?*]*$/.test(pathPattern),
        );
        if (wide) return `It keeps what is under ${called(wide)}, which is everything.`;
        const private_ = kept.find(({ props }) => keepsByUser(props));
        return private_ && `${private_.name} keeps what is one user's.`;
    },
    breaks: {
        "left out": inEvery(CachePolicy, "remove"),
        everything: set("defaultCacheBehavior.cachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
        "by a path": set("orderedCacheBehaviors.1.pathPattern", "/*"),
        "by a path in other words": set("orderedCacheBehaviors.1.pathPattern", "/?*"),
        "by cookie": inEvery(CachePolicy, set(`${key}.cookiesConfig.cookieBehavior`, "all")),
    },
});
