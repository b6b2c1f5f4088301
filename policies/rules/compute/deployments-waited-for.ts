import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { firstStep, inUsed } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

/** Minutes that Pulumi's provider waits by itself (its resource's page, "Timeouts"), enough for all but bake and steps. */
const usual = 20;

export default resourceRule(aws.ecs.Service, {
    id: "deployments-waited-for",
    criterion: "OPS-05",
    severity: "high",
    says: "`pulumi up` ends when a version serves, and fails when it was taken back.",
    fix: "Set waitForSteadyState to true, and customTimeouts longer than a deployment takes.",
    check: ({ waitForSteadyState, deploymentConfiguration: way = {} }, { opts }) => {
        if (!isOn(waitForSteadyState)) return "Pulumi says done while the deployment may still fail.";
        const bake = numberOf(way.bakeTimeInMinutes ?? 0) + (firstStep(way)?.minutes ?? 0);
        const { createSeconds = 0, updateSeconds = 0 } = opts.customTimeouts ?? {};
        const waited = Math.min(...[createSeconds, updateSeconds].map((one) => one / 60 || usual));
        return bake === 0 || waited >= bake + usual
            ? undefined
            : `Pulumi waits for ${waited} minutes, and fails a good deployment, which bakes for ${bake}.`;
    },
    breaks: {
        "left out": leaveOut("waitForSteadyState"),
        off: set("waitForSteadyState", false),
        "not long enough": inUsed((node) => void (node.opts = { ...node.opts, customTimeouts: undefined })),
    },
});
