import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.ecs.Service, {
    id: "service-rolls-back",
    criterion: "OPS-05",
    severity: "high",
    says: "A version that does not come up is taken back by itself.",
    fix: "Set deploymentCircuitBreaker or alarms to { enable: true, rollback: true }.",
    check: ({ deploymentCircuitBreaker: breaker, alarms }) => {
        const isTakenBack = (breaker?.enable && breaker.rollback) || (alarms?.enable && alarms.rollback);
        return isTakenBack ? undefined : "A failed deployment stays: nothing rolls it back.";
    },
    breaks: {
        "left out": leaveOut("deploymentCircuitBreaker"),
        off: set("deploymentCircuitBreaker.enable", false),
        "stops only": set("deploymentCircuitBreaker.rollback", false),
    },
});
