import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(aws.lb.TargetGroup, {
    id: "targets-warm-up",
    criterion: "SCA-01",
    severity: "medium",
    says: "A new task gets its share of the requests by and by, once it is warm.",
    fix: "Set slowStart of the group of targets to 30 or more, which goes with round_robin alone.",
    check: ({ slowStart = 0 }) =>
        numberOf(slowStart) >= 30 ? undefined : `A new task has its full share after ${slowStart} seconds.`,
    breaks: { "left out": leaveOut("slowStart"), "at once": set("slowStart", 0) },
});
