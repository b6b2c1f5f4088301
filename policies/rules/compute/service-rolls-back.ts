import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(aws.ecs.Service, {
    id: "service-rolls-back",
    criterion: "OPS-05",
    severity: "high",
    says: "A version that does not come up is taken back by itself.",
    fix: "Set deploymentCircuitBreaker, or alarms with alarmNames, to { enable: true, rollback: true }.",
    check: ({ deploymentCircuitBreaker: breaker, alarms }) => {
        if (isOn(breaker?.enable) && isOn(breaker?.rollback)) return undefined;
        const areWatched = isOn(alarms?.enable) && isOn(alarms?.rollback) && alarms!.alarmNames.length > 0;
        return areWatched ? undefined : "A failed deployment stays: nothing rolls it back.";
    },
    breaks: {
        "left out": leaveOut("deploymentCircuitBreaker"),
        off: set("deploymentCircuitBreaker.enable", false),
        "stops only": set("deploymentCircuitBreaker.rollback", false),
    },
});
