import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { firstStep, hasUsers, inUsed } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

const canary = "deploymentConfiguration.canaryConfiguration";

export default resourceRule(aws.ecs.Service, {
    id: "service-released-gradually",
    criterion: "OPS-04",
    severity: "high",
    says: "A new version comes in beside the old one, which stays until the new one has proved itself.",
    fix: "Set deploymentConfiguration.strategy to CANARY (at most 10 percent, a minute or more) or BLUE_GREEN, bakeTimeInMinutes to 5 or more, and the advancedConfiguration of loadBalancers.",
    check: (props) => {
        if (!hasUsers(props)) return undefined;
        const way = props.deploymentConfiguration ?? {};
        const { strategy = "ROLLING", bakeTimeInMinutes = 0 } = way;
        if (!["CANARY", "LINEAR", "BLUE_GREEN"].includes(strategy))
            return `Its strategy is ${strategy}: all users meet a new version as it starts.`;
        const first = firstStep(way);
        if (first && !(first.percent <= 10 && first.minutes >= 1))
            return `${first.percent} percent of the users meet a new version first, for ${first.minutes} minutes.`;
        if (!(numberOf(bakeTimeInMinutes) >= 5))
            return `The old version stays for ${bakeTimeInMinutes} minutes.`;
        const isAlone = listOf(props.loadBalancers).some((one) => one.advancedConfiguration === undefined);
        return isAlone ? "It has one group of targets: ECS can't move users to another." : undefined;
    },
    breaks: {
        "left out": inUsed(leaveOut("deploymentConfiguration.strategy")),
        rolling: inUsed(set("deploymentConfiguration.strategy", "ROLLING")),
        "half of the users first": inUsed(set(`${canary}.canaryPercent`, 50)),
        "no time for few": inUsed(set(`${canary}.canaryBakeTimeInMinutes`, "0")),
        "in one step": inUsed(({ props: { deploymentConfiguration: way } }) => {
            Object.assign(way, { strategy: "LINEAR", linearConfiguration: { stepPercent: 100 } });
        }),
        "no bake": inUsed(set("deploymentConfiguration.bakeTimeInMinutes", "0")),
        "one group of targets": inUsed(leaveOut("loadBalancers.0.advancedConfiguration")),
    },
});
