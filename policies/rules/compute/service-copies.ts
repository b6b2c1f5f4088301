import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

export default resourceRule(aws.ecs.Service, {
    id: "service-copies",
    criterion: "SCA-01",
    severity: "high",
    says: "Every service has two warm copies, at work and during a deployment.",
    fix: "Set desiredCount to 2 or more and deploymentMinimumHealthyPercent to 100.",
    check: ({ desiredCount = 0, deploymentMinimumHealthyPercent = 100, capacityProviderStrategies }) => {
        const providers = listOf(capacityProviderStrategies).map((one) => one.capacityProvider);
        if (providers.length > 0 && providers.every((one) => one === "FARGATE_SPOT"))
            return "AWS may take all of its copies away at once: they run on spare capacity.";
        if (!(numberOf(desiredCount) >= 2)) return `It starts ${desiredCount} tasks.`;
        if (numberOf(deploymentMinimumHealthyPercent) >= 100) return undefined;
        return `A deployment leaves ${deploymentMinimumHealthyPercent} percent of its tasks.`;
    },
    breaks: {
        "one copy": set("desiredCount", 1),
        "left out": leaveOut("desiredCount"),
        "on spare capacity": set("capacityProviderStrategies", [
            { capacityProvider: "FARGATE_SPOT", weight: 1 },
        ]),
        "half of them in a deployment": set("deploymentMinimumHealthyPercent", 50),
    },
});
