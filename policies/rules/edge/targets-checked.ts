import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOff, numberOf } from "../../values.ts";

/** Seconds in which a task that fails may go on getting requests. */
const most = 60;

export default resourceRule(aws.lb.TargetGroup, {
    id: "targets-checked",
    criterion: "SCA-01",
    severity: "high",
    says: "A task that can't answer gets no more requests within a minute.",
    fix: `Set healthCheck with a path of the application's own, a matcher of 2xx alone, and an interval times unhealthyThreshold of at most ${most} seconds.`,
    check: ({ healthCheck: { enabled, path, matcher = "200", ...how } = {} }) => {
        if (isOff(enabled) || !path) return "Nobody asks the application whether it is well.";
        // What the API takes instead of it (its reference, "TargetGroup").
        const { interval = 30, unhealthyThreshold = 2 } = how;
        const seconds = numberOf(interval) * numberOf(unhealthyThreshold);
        if (!(seconds <= most)) return `A task that fails gets requests for ${seconds} seconds.`;
        const isSuccess = /^2\d\d(-2\d\d)?(,2\d\d(-2\d\d)?)*$/.test(matcher);
        return isSuccess ? undefined : `An answer of ${matcher} counts as healthy.`;
    },
    breaks: {
        "left out": leaveOut("healthCheck"),
        "once in five minutes": set("healthCheck.interval", 300),
        "whatever it answers": set("healthCheck.matcher", "200-499"),
    },
});
