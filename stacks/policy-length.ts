import { find } from "./agreement.ts";
import { cdn } from "./edge.ts";
import { connecting, endpointIn } from "./real-users.ts";

/**
 * Characters of a header's value in CloudFront (its Developer Guide, "Quotas on custom headers"); of a longer policy it says
 * TooLongCSPInResponseHeadersPolicy.
 */
const most = 1783;

/** A policy that is good by itself, and too long with the place that browsers send to: one sentence, or none. */
export function tooLongPolicy(
    input: Record<string, unknown>,
    show: (key: string, value: unknown) => string,
): string[] {
    const key = "cdn.contentSecurityPolicy";
    const { data: policy } = cdn.shape.contentSecurityPolicy.safeParse(find(input, key.split(".")));
    if (policy === undefined || !(Number(find(input, ["realUsers", "samplePercent"])) > 0)) return [];
    const { length } = connecting(policy, endpointIn(String(input.region)));
    if (length <= most) return [];
    return [
        `${key} is ${show(key, policy)}; use a shorter default-src, or a short connect-src beside it: with the place that browsers send to (realUsers), added to a copy of default-src, it has ${length} characters, and CloudFront takes ${most}.`,
    ];
}
