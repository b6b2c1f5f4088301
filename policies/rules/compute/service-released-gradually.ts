import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

export default resourceRule(aws.ecs.Service, {
    id: "service-released-gradually",
    criterion: "OPS-04",
    severity: "high",
    says: "A new version comes in beside the old one, which stays until the new one has proved itself.",
    fix: "Set deploymentConfiguration.strategy to CANARY (at most 10 percent) or BLUE_GREEN, bakeTimeInMinutes to 5 or more, and the advancedConfiguration of loadBalancers.",
    check: (props) => {
        if (!hasUsers(props)) return undefined;
        const { strategy = "ROLLING", bakeTimeInMinutes = 0, ...more } = props.deploymentConfiguration ?? {};
        if (!["CANARY", "LINEAR", "BLUE_GREEN"].includes(strategy))
            return `Its strategy is ${strategy}: all users meet a new version as it starts.`;
        const percent = more.canaryConfiguration?.canaryPercent ?? 5;
        if (strategy === "CANARY" && !(numberOf(percent) <= 10))
            return `${percent} percent of the users meet a new version first.`;
        if (!(numberOf(bakeTimeInMinutes) >= 5))
            return `The old version stays for ${bakeTimeInMinutes} minutes.`;
        const isAlone = listOf(props.loadBalancers).some((one) => one.advancedConfiguration === undefined);
        return isAlone ? "It has one group of targets: ECS can't move users to another." : undefined;
    },
    breaks: {
        "left out": inUsed(leaveOut("deploymentConfiguration.strategy")),
        rolling: inUsed(set("deploymentConfiguration.strategy", "ROLLING")),
        "half of the users first": inUsed(
            set("deploymentConfiguration.canaryConfiguration.canaryPercent", 50),
        ),
        "no bake": inUsed(set("deploymentConfiguration.bakeTimeInMinutes", "0")),
        "one group of targets": inUsed(leaveOut("loadBalancers.0.advancedConfiguration")),
    },
});
