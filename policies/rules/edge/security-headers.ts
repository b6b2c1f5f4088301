import * as aws from "@pulumi/aws";
import { behaviorsOf, called, inBehaviors } from "../../cdn.ts";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { headersOf, missingIn } from "../../headers.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";

const { Distribution, ResponseHeadersPolicy } = aws.cloudfront;
const inPolicies = (edit: Parameters<typeof inEvery>[1]) => inEvery(ResponseHeadersPolicy, edit);
const security = "securityHeadersConfig";
const csp = `${security}.contentSecurityPolicy.contentSecurityPolicy`;
const cors = "60669652-455b-4ae9-85a4-c4c02393f86c";

export default stackRule(Distribution, {
    id: "security-headers",
    criterion: "SEC-05",
    severity: "high",
    says: "Browsers are told what a page may do, also where the application forgets it.",
    fix: "Give each behavior a responseHeadersPolicyId of an aws.cloudfront.ResponseHeadersPolicy with all five headers.",
    check: (distribution, stack) => {
        const without = behaviorsOf(distribution).find((one) => !isSet(one, "responseHeadersPolicyId"));
        if (without) return `No headers are added for ${called(without)}.`;
        const { used, strange } = headersOf(distribution, stack);
        if (used.length === 0) return "Its headers are none of this stack's.";
        if (strange) return `The headers of ${strange} are none of this stack's.`;
        return used.flatMap(({ name, props }) => missingIn(props).map((one) => `${name} lacks ${one}.`))[0];
    },
    breaks: {
        "left out": inBehaviors((one) => delete one.responseHeadersPolicyId),
        "of another stack": inPolicies("remove"),
        "of AWS's own": set("defaultCacheBehavior.responseHeadersPolicyId", cors),
        "no Content-Security-Policy": inPolicies(leaveOut(`${security}.contentSecurityPolicy`)),
        "scripts from anywhere": inPolicies(set(csp, "default-src * 'unsafe-inline'")),
        "for an hour": inPolicies(set(`${security}.strictTransportSecurity.accessControlMaxAgeSec`, 3600)),
        "in any frame": inPolicies(leaveOut(`${security}.frameOptions`)),
        "of any type": inPolicies(leaveOut(`${security}.contentTypeOptions`)),
        "tells others all": inPolicies(set(`${security}.referrerPolicy.referrerPolicy`, "unsafe-url")),
    },
});
