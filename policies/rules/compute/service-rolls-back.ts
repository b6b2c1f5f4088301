import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { hasUsers, heedless, inUsed, unwatched } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";
import { inWorkers, queuesOf } from "../../workers.ts";

export default stackRule(aws.ecs.Service, {
    id: "service-rolls-back",
    criterion: "OPS-05",
    severity: "high",
    says: "A version that does not come up is taken back by itself, and so is one that fails its users.",
    fix: "Set deploymentCircuitBreaker, and alarms with the names of those on the errors and on the latency of each target group, to { enable: true, rollback: true }.",
    check: (service, stack) => {
        const { deploymentCircuitBreaker: breaker, alarms } = service.props;
        if (!isOn(breaker?.enable) || !isOn(breaker?.rollback))
            return "A version that does not come up stays: nothing takes it back.";
        if (!hasUsers(service.props) && queuesOf(service, stack).length === 0) return undefined;
        if (!isOn(alarms?.enable) || !isOn(alarms?.rollback))
            return "A version that fails at its work stays: no alarm takes it back.";
        return unwatched(service, stack);
    },
    breaks: {
        "left out": leaveOut("deploymentCircuitBreaker"),
        "stops only": set("deploymentCircuitBreaker.rollback", false),
        "without alarms": inUsed(leaveOut("alarms")),
        "rings only": inUsed(set("alarms.rollback", false)),
        "one group only": heedless(/-alternate$/),
        "latency only": heedless(/errors-(primary|alternate)$/),
        "errors only": heedless(/latency-(primary|alternate)$/),
        "errors of one group only": heedless(/errors-alternate$/),
        "not for connections": heedless(/-connections-/),
        "not for ended tasks": heedless(/-tasks-ended$/),
        "workers without alarms": inWorkers(leaveOut("alarms")),
        "workers that ring only": inWorkers(set("alarms.rollback", false)),
    },
});
