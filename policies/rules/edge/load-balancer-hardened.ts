import { balancers } from "../../balancers.ts";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(balancers, {
    id: "load-balancer-hardened",
    criterion: "SEC-07",
    severity: "high",
    says: "Every load balancer drops malformed headers and can't be deleted by accident.",
    fix: "Set dropInvalidHeaderFields and enableDeletionProtection to true.",
    check: ({ enableDeletionProtection, dropInvalidHeaderFields, loadBalancerType = "application" }) => {
        if (!isOn(enableDeletionProtection)) return "AWS would delete it when asked.";
        // The other types don't read headers.
        if (loadBalancerType !== "application") return undefined;
        return isOn(dropInvalidHeaderFields) ? undefined : "It passes malformed headers on.";
    },
    breaks: {
        "may be deleted": set("enableDeletionProtection", false),
        "left out": leaveOut("enableDeletionProtection"),
        "passes headers on": set("dropInvalidHeaderFields", false),
        "headers left out": leaveOut("dropInvalidHeaderFields"),
    },
});
