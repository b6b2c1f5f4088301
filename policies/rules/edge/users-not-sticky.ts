import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const cookie = { type: "lb_cookie", enabled: true, cookieDuration: 86_400 };

export default resourceRule(aws.lb.TargetGroup, {
    id: "users-not-sticky",
    criterion: "SCA-01",
    severity: "medium",
    says: "Any task can answer any request: no user keeps to one, and loses with it what it alone knew.",
    fix: "Leave out stickiness of the group of targets, and keep sessions in the cache.",
    check: ({ stickiness }) =>
        isOn(stickiness?.enabled) ? "It leads a user to the same task, again and again." : undefined,
    breaks: { "left out": set("stickiness", cookie) },
});
