import * as aws from "@pulumi/aws";
import { textOf, type Behavior } from "./cdn.ts";
import type { Node, PropsOf, ResourceClass } from "./graph.ts";
import { isSet, keysOf } from "./references.ts";
import type { Stack } from "./stack.ts";
import { listOf, numberOf } from "./values.ts";

const { Distribution } = aws.cloudfront;
type Key = "cachePolicyId" | "originRequestPolicyId" | "responseHeadersPolicyId";

/**
 * What behaviors name under a key: policies of this stack, and ids of others. Where an id is not known yet, all those count
 * that the distribution's behaviors by path come from: which is whose nobody can tell then.
 */
export function namedBy<Args>(behaviors: Behavior[], key: Key, type: ResourceClass<Args>, stack: Stack) {
    const ids = behaviors.filter((one) => isSet(one, key)).map((one) => textOf(one, key));
    const policies = stack.all(type);
    const isNamed = (policy: Node<any>) =>
        stack.surelyNaming(policy, "orderedCacheBehaviors", Distribution).length > 0;
    const isId = (policy: Node<any>, id: string) => keysOf(policy).includes(`is ${id}`);
    const known = ids.filter((id) => id !== undefined);
    const own = policies.filter((one) =>
        known.length < ids.length ? isNamed(one) : known.some((id) => isId(one, id)),
    );
    const others = known.filter((id) => !policies.some((one) => isId(one, id)));
    return { own, others };
}

/** A header that says whose a request is. */
const isPrivate = (header: string) => /^(authorization|cookie)$/i.test(header);
/** CloudFront's own that send no cookie on, and no authorization (Developer Guide, "Use managed origin request policies"). */
export const asNobody = [
    "bf0718e1-ba1e-49d1-88b1-f726733018ae", // HostHeaderOnly
    "acba4595-bd28-49b8-b9fe-13317c0390fa", // UserAgentRefererHeaders
    "59781a5b-3903-41f3-afcb-af62929ccde1", // CORS-CustomOrigin
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", // CORS-S3Origin
];

/** Whether the application is told who asks. */
export function asksAsSomebody(policy: PropsOf<aws.cloudfront.OriginRequestPolicyArgs>): boolean {
    const { headerBehavior, headers } = policy.headersConfig;
    const isOpen = headerBehavior !== "none" && headerBehavior !== "whitelist";
    return isOpen || policy.cookiesConfig.cookieBehavior !== "none" || listOf(headers?.items).some(isPrivate);
}

/** Whether a cookie that the application sets goes to whoever asks next. */
export function passesCookies(policy: PropsOf<aws.cloudfront.ResponseHeadersPolicyArgs>): boolean {
    return !listOf(policy.removeHeadersConfig?.items).some(({ header }) => /^set-cookie$/i.test(header));
}

/** Whether answers are kept for each user, as many times as there are users. */
export function keepsByUser(policy: PropsOf<aws.cloudfront.CachePolicyArgs>): boolean {
    const { cookiesConfig, headersConfig } = policy.parametersInCacheKeyAndForwardedToOrigin;
    return cookiesConfig.cookieBehavior !== "none" || listOf(headersConfig.headers?.items).some(isPrivate);
}

/** What CloudFront keeps for ten seconds whatever the application says (Developer Guide, "How CloudFront caches HTTP 4xx and 5xx status codes"). */
const keptErrors = [404, 405, 414, 500, 501, 502, 503, 504];

/** Errors of one user that others get who ask for the same. */
export function errorsKept({ props }: Node<PropsOf<aws.cloudfront.DistributionArgs>>): number[] {
    const isNotKept = (code: number) =>
        listOf(props.customErrorResponses).some(
            ({ errorCode, errorCachingMinTtl }) =>
                numberOf(errorCode) === code && numberOf(errorCachingMinTtl) === 0,
        );
    return keptErrors.filter((code) => !isNotKept(code));
}
