import * as aws from "@pulumi/aws";
import { behaviorsOf } from "./cdn.ts";
import type { Node, PropsOf } from "./graph.ts";
import { namedBy } from "./kept-answers.ts";
import type { Stack } from "./stack.ts";
import { listOf, numberOf } from "./values.ts";

/** Seconds of half a year, as the Mozilla Observatory asks for at least. */
const halfAYear = 15_768_000;
const tellsAll = ["unsafe-url", "no-referrer-when-downgrade"];

const { Distribution, ResponseHeadersPolicy } = aws.cloudfront;

/** The policies of this stack by which a distribution adds headers, and one that nobody sees here. */
export function headersOf(distribution: Node<PropsOf<aws.cloudfront.DistributionArgs>>, stack: Stack) {
    const ways = ["defaultCacheBehavior", "orderedCacheBehaviors"];
    const used = stack
        .all(ResponseHeadersPolicy)
        .filter((policy) => ways.some((way) => stack.surelyNaming(policy, way, Distribution).length > 0));
    const behaviors = behaviorsOf(distribution);
    const [strange] = namedBy(behaviors, "responseHeadersPolicyId", ResponseHeadersPolicy, stack).others;
    return { used, strange };
}

/** The headers that a policy doesn't add, or not as they protect. */
export function missingIn(policy: PropsOf<aws.cloudfront.ResponseHeadersPolicyArgs>): string[] {
    const { securityHeadersConfig: config = {}, customHeadersConfig } = policy;
    const others = listOf(customHeadersConfig?.items);
    const reported = others.find(({ header }) => /^content-security-policy-report-only$/i.test(header));
    const said = config.contentSecurityPolicy?.contentSecurityPolicy || reported?.value;
    const { referrerPolicy } = config.referrerPolicy ?? {};
    const found = {
        "Content-Security-Policy": said !== undefined && said !== "",
        "a Content-Security-Policy that says where scripts come from": !said || limitsScripts(said),
        "Strict-Transport-Security of half a year or more":
            numberOf(config.strictTransportSecurity?.accessControlMaxAgeSec) >= halfAYear,
        "X-Frame-Options": config.frameOptions?.frameOption !== undefined,
        "X-Content-Type-Options": config.contentTypeOptions !== undefined,
        "a Referrer-Policy that keeps paths to itself":
            referrerPolicy !== undefined && !tellsAll.includes(referrerPolicy),
    };
    return Object.entries(found).flatMap(([name, isThere]) => (isThere ? [] : [name]));
}

/** Whether a policy of pages keeps scripts from coming from anywhere, as the Mozilla Observatory asks. */
function limitsScripts(policy: string): boolean {
    const directives = policy.split(";").map((one) => one.trim().toLowerCase().split(/\s+/));
    const of = (name: string) => directives.find(([first]) => first === name);
    const sources = of("script-src") ?? of("default-src");
    // Beside it browsers leave hosts out (Content Security Policy Level 3, "strict-dynamic").
    const isStrict = sources?.includes("'strict-dynamic'");
    return sources !== undefined && (isStrict || !sources.some((one) => /^(\*|https?:|data:)$/.test(one)));
}
