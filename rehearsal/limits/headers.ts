import { aws, length } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { page } from "./sources.ts";

const policy = aws("cloudfront", "ResponseHeadersPolicy");
/** Of custom headers; for that of a page's policy AWS names an error and no other number. */
const quotas = page(
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    "2026-11-23 in a stored copy",
);

/** What CloudFront takes of a header that it is to add: a longer policy of pages is its TooLongCSPInResponseHeadersPolicy. */
export const headers: Limit[] = [
    length(policy, "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy", 1, 1783, quotas),
    length(policy, "customHeadersConfig.items[].value", 1, 1783, quotas),
];
