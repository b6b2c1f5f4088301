import * as aws from "@pulumi/aws";
import { keptOf } from "../../cdn.ts";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { errorsKept, namedBy } from "../../kept-answers.ts";
import { stackRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

const { CachePolicy, Distribution } = aws.cloudfront;
// CloudFront's own UseOriginCacheControlHeaders (Developer Guide, "Use managed cache policies").
const asOthersSay = "83da9c7e-98b4-4e11-a168-04f0df8e2c65";

export default stackRule(Distribution, {
    id: "kept-as-said",
    criterion: "SCA-03",
    severity: "high",
    says: "What the application says is not to be kept is not, and no error of one user is shown to others.",
    fix: "Give behaviors by path an aws.cloudfront.CachePolicy of this stack with minTtl 0, and customErrorResponses an errorCachingMinTtl of 0 for 404, 405, 414 and 500 to 504.",
    check: (distribution, stack) => {
        const [code] = errorsKept(distribution);
        if (code !== undefined) return `It keeps an answer ${code} of one user for all.`;
        const inside = listOf(distribution.props.origins).filter((one) => one.vpcOriginConfig);
        const isOfApp = (id: string) => inside.some(({ originId }) => originId === id);
        const kept = keptOf(distribution).filter(({ targetOriginId }) => isOfApp(targetOriginId));
        const { own, others } = namedBy(kept, "cachePolicyId", CachePolicy, stack);
        if (others.length > 0 && own.length > 0)
            return `It keeps answers by ${others[0]}, which is none of this stack's.`;
        // CloudFront keeps for that long also what is private or not to be stored.
        const stubborn = own.find(({ props }) => numberOf(props.minTtl ?? 0) !== 0);
        return stubborn && `${stubborn.name} keeps what says that it is not to be kept.`;
    },
    breaks: {
        "left out": leaveOut("customErrorResponses"),
        "an error for an hour": set("customErrorResponses.0.errorCachingMinTtl", 3600),
        "for a day at least": inEvery(CachePolicy, set("minTtl", 86_400)),
        "as others say": ({ props }) => {
            const [, kept] = props.orderedCacheBehaviors;
            props.orderedCacheBehaviors.push({ ...kept, pathPattern: "/more/*", cachePolicyId: asOthersSay });
        },
    },
});
