import * as aws from "@pulumi/aws";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.cloudfront.Distribution, {
    id: "firewall-in-front",
    criterion: "SEC-07",
    severity: "critical",
    says: "What users send meets the firewall before the application.",
    fix: "Set webAclId to the ARN of an aws.wafv2.WebAcl of this stack, of the scope CLOUDFRONT.",
    check: (distribution, stack) => {
        if (!isSet(distribution.props, "webAclId")) return "No firewall is in front of it.";
        const [acl] = stack.named(distribution, "webAclId", aws.wafv2.WebAcl);
        if (acl === undefined) return "No firewall of this stack is in front of it.";
        return acl.props.scope === "CLOUDFRONT" ? undefined : `Its firewall is for ${acl.props.scope}.`;
    },
    breaks: {
        "left out": leaveOut("webAclId"),
        "of another stack": set("webAclId", "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b"),
        "for load balancers": inEvery(aws.wafv2.WebAcl, set("scope", "REGIONAL")),
    },
});
