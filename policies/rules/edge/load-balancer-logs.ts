import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.lb.LoadBalancer, {
    id: "load-balancer-logs",
    criterion: "OBS-01",
    severity: "medium",
    says: "Every request that reaches a load balancer is on record.",
    fix: "Set accessLogs to { bucket, enabled: true }.",
    check: ({ accessLogs }) => (accessLogs?.enabled ? undefined : "It writes no access logs."),
    breaks: { off: set("accessLogs.enabled", false), "left out": leaveOut("accessLogs") },
});
