import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(aws.ecs.Service, {
    id: "deployments-waited-for",
    criterion: "OPS-05",
    severity: "high",
    says: "`pulumi up` ends when a version serves, and fails when it was taken back.",
    fix: "Set waitForSteadyState to true, and customTimeouts longer than a deployment takes.",
    check: ({ waitForSteadyState }) =>
        isOn(waitForSteadyState) ? undefined : "Pulumi says done while the deployment may still fail.",
    breaks: {
        "left out": leaveOut("waitForSteadyState"),
        off: set("waitForSteadyState", false),
    },
});
