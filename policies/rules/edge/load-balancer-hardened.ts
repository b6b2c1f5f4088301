import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.lb.LoadBalancer, {
    id: "load-balancer-hardened",
    criterion: "SEC-07",
    severity: "high",
    says: "Every load balancer drops malformed headers and can't be deleted by accident.",
    fix: "Set dropInvalidHeaderFields and enableDeletionProtection to true.",
    check: (balancer) => {
        if (!balancer.enableDeletionProtection) return "AWS would delete it when asked.";
        if (balancer.loadBalancerType === "network") return undefined;
        return balancer.dropInvalidHeaderFields ? undefined : "It passes malformed headers on.";
    },
    breaks: {
        "may be deleted": set("enableDeletionProtection", false),
        "passes headers on": set("dropInvalidHeaderFields", false),
        "left out": leaveOut("dropInvalidHeaderFields"),
    },
});
