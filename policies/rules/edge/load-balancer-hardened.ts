import { balancers } from "../../balancers.ts";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(balancers, {
    id: "load-balancer-hardened",
    criterion: "SEC-07",
    severity: "high",
    says: "Every load balancer drops malformed headers, lets by no request that two programs read differently, and can't be deleted by accident.",
    fix: "Set dropInvalidHeaderFields and enableDeletionProtection to true, and leave out desyncMitigationMode.",
    check: (balancer) => {
        const {
            enableDeletionProtection,
            dropInvalidHeaderFields,
            loadBalancerType = "application",
        } = balancer;
        if (!isOn(enableDeletionProtection)) return "AWS would delete it when asked.";
        // The other types don't read headers.
        if (loadBalancerType !== "application") return undefined;
        // Another request can hide in one (Elastic Load Balancing User Guide, "Desync mitigation mode"); AWS's default is defensive.
        if (balancer.desyncMitigationMode === "monitor") return "It passes requests on that hide another.";
        return isOn(dropInvalidHeaderFields) ? undefined : "It passes malformed headers on.";
    },
    breaks: {
        "may be deleted": set("enableDeletionProtection", false),
        "left out": leaveOut("enableDeletionProtection"),
        "watches how requests hide": set("desyncMitigationMode", "monitor"),
        "passes headers on": set("dropInvalidHeaderFields", false),
        "headers left out": leaveOut("dropInvalidHeaderFields"),
    },
});
