import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(aws.ecs.Service, {
    id: "service-copies",
    criterion: "SCA-01",
    severity: "high",
    says: "Every service has two warm copies, at work and during a deployment.",
    fix: "Set desiredCount to 2 or more and deploymentMinimumHealthyPercent to 100.",
    check: ({ desiredCount = 0, deploymentMinimumHealthyPercent = 100 }) => {
        if (!(numberOf(desiredCount) >= 2)) return `It starts ${desiredCount} tasks.`;
        if (numberOf(deploymentMinimumHealthyPercent) >= 100) return undefined;
        return `A deployment leaves ${deploymentMinimumHealthyPercent} percent of its tasks.`;
    },
    breaks: {
        "one copy": set("desiredCount", 1),
        "left out": leaveOut("desiredCount"),
        "half of them in a deployment": set("deploymentMinimumHealthyPercent", 50),
    },
});
