import type * as aws from "@pulumi/aws";
import type { PropsOf } from "./graph.ts";
import { listOf, numberOf } from "./values.ts";

/** Seconds of half a year, as the Mozilla Observatory asks for at least. */
const halfAYear = 15_768_000;
const tellsAll = ["unsafe-url", "no-referrer-when-downgrade"];

/** The headers that a policy doesn't add, or not as they protect. */
export function missingIn(policy: PropsOf<aws.cloudfront.ResponseHeadersPolicyArgs>): string[] {
    const { securityHeadersConfig: config = {}, customHeadersConfig } = policy;
    const others = listOf(customHeadersConfig?.items);
    const reports = others.some(({ header }) => /^content-security-policy-report-only$/i.test(header));
    const { referrerPolicy } = config.referrerPolicy ?? {};
    const found = {
        "Content-Security-Policy": Boolean(config.contentSecurityPolicy?.contentSecurityPolicy) || reports,
        "Strict-Transport-Security of half a year or more":
            numberOf(config.strictTransportSecurity?.accessControlMaxAgeSec) >= halfAYear,
        "X-Frame-Options": config.frameOptions?.frameOption !== undefined,
        "X-Content-Type-Options": config.contentTypeOptions !== undefined,
        "a Referrer-Policy that keeps paths to itself":
            referrerPolicy !== undefined && !tellsAll.includes(referrerPolicy),
    };
    return Object.entries(found).flatMap(([name, isThere]) => (isThere ? [] : [name]));
}
