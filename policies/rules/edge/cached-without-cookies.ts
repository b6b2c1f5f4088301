import * as aws from "@pulumi/aws";
import { keptOf } from "../../cdn.ts";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { asksAsSomebody, asNobody, namedBy, passesCookies } from "../../kept-answers.ts";
import { stackRule } from "../../rule.ts";

const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";
const { Distribution, OriginRequestPolicy, ResponseHeadersPolicy } = aws.cloudfront;

export default stackRule(Distribution, {
    id: "cached-without-cookies",
    criterion: "SCA-03",
    severity: "critical",
    says: "Nobody gets what was made for another: kept answers are asked for as nobody, and bring no cookie.",
    fix: "Give each behavior that keeps answers an OriginRequestPolicy without cookies and authorization, and a ResponseHeadersPolicy of this stack that removes set-cookie. What has to know its user takes the cache policy CachingDisabled.",
    check: (distribution, stack) => {
        const kept = keptOf(distribution);
        if (kept.some((one) => one.forwardedValues)) return "What it keeps is told by forwardedValues.";
        const requests = namedBy(kept, "originRequestPolicyId", OriginRequestPolicy, stack);
        const answers = namedBy(kept, "responseHeadersPolicyId", ResponseHeadersPolicy, stack);
        const ways = requests.others.filter((id) => !asNobody.includes(id));
        // Where none at all is of this stack, security-headers says so.
        const [strange] = stack.all(ResponseHeadersPolicy).length > 0 ? [...ways, ...answers.others] : ways;
        if (strange) return `What is kept goes by the policy ${strange}, which lets cookies by.`;
        const asked = requests.own.find(({ props }) => asksAsSomebody(props));
        if (asked) return `What is kept is asked for as somebody: ${asked.name} sends it on.`;
        const open = answers.own.find(({ props }) => passesCookies(props));
        return open && `Cookies are kept for everybody: ${open.name} does not remove set-cookie.`;
    },
    breaks: {
        "left out": inEvery(ResponseHeadersPolicy, leaveOut("removeHeadersConfig")),
        "asked with cookies": inEvery(OriginRequestPolicy, set("cookiesConfig.cookieBehavior", "all")),
        "with every header": inEvery(OriginRequestPolicy, set("headersConfig.headerBehavior", "allViewer")),
        "with all that there is": set("orderedCacheBehaviors.1.originRequestPolicyId", allViewer),
    },
});
