import { balancers } from "../../balancers.ts";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(balancers, {
    id: "load-balancer-logs",
    criterion: "OBS-01",
    severity: "medium",
    says: "Every request that reaches a load balancer is on record.",
    fix: "Set accessLogs to { bucket, enabled: true }.",
    check: ({ accessLogs }) => (isOn(accessLogs?.enabled) ? undefined : "It writes no access logs."),
    breaks: {
        off: set("accessLogs.enabled", false),
        "not switched on": leaveOut("accessLogs.enabled"),
        "left out": leaveOut("accessLogs"),
    },
});
