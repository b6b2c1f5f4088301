import * as aws from "@pulumi/aws";
import { behaviorsOf, called, inBehaviors } from "../../cdn.ts";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { missingIn } from "../../headers.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";

const { Distribution, ResponseHeadersPolicy } = aws.cloudfront;
const inPolicies = (edit: Parameters<typeof inEvery>[1]) => inEvery(ResponseHeadersPolicy, edit);
const security = "securityHeadersConfig";

export default stackRule(Distribution, {
    id: "security-headers",
    criterion: "SEC-05",
    severity: "high",
    says: "Browsers are told what a page may do, also where the application forgets it.",
    fix: "Give each behavior a responseHeadersPolicyId of an aws.cloudfront.ResponseHeadersPolicy with all five headers.",
    check: (distribution, stack) => {
        const without = behaviorsOf(distribution).find((one) => !isSet(one, "responseHeadersPolicyId"));
        if (without) return `No headers are added for ${called(without)}.`;
        const ways = ["defaultCacheBehavior", "orderedCacheBehaviors"];
        const policies = stack.all(ResponseHeadersPolicy);
        const used = policies.filter((policy) =>
            ways.some((way) => stack.surelyNaming(policy, way, Distribution).length > 0),
        );
        if (used.length === 0) return "Its headers are none of this stack's.";
        return used.flatMap(({ name, props }) => missingIn(props).map((one) => `${name} lacks ${one}.`))[0];
    },
    breaks: {
        "left out": inBehaviors((one) => delete one.responseHeadersPolicyId),
        "of another stack": inPolicies("remove"),
        "no Content-Security-Policy": inPolicies(leaveOut(`${security}.contentSecurityPolicy`)),
        "for an hour": inPolicies(set(`${security}.strictTransportSecurity.accessControlMaxAgeSec`, 3600)),
        "in any frame": inPolicies(leaveOut(`${security}.frameOptions`)),
        "of any type": inPolicies(leaveOut(`${security}.contentTypeOptions`)),
        "tells others all": inPolicies(set(`${security}.referrerPolicy.referrerPolicy`, "unsafe-url")),
    },
});
