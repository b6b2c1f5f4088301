import * as aws from "@pulumi/aws";
import { fromNowhere, inEvery, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";
import { isHeld, tracking } from "../../workers.ts";

const { Target, Policy } = aws.appautoscaling;
const held = { dynamicScalingOutSuspended: true };

export default stackRule(aws.ecs.Service, {
    id: "service-scales",
    criterion: "SCA-02",
    severity: "high",
    says: "Every service starts and stops copies by measured load, and never goes below two.",
    fix: "Add an aws.appautoscaling.Target of at least 2 to more tasks, a Policy for it that tracks a measure, and ignore changes of desiredCount.",
    check: (service, stack) => {
        const targets = stack.naming(service, "resourceId", Target, "of parts");
        if (targets.length === 0) return "Nothing scales it.";
        if (!(service.opts.ignoreChanges ?? []).includes("desiredCount"))
            return "Each deployment puts the number of its copies back to desiredCount.";
        if (targets.some(isHeld)) return "Its scaling is suspended.";
        for (const { minCapacity, maxCapacity } of targets.map(({ props }) => props))
            if (!(numberOf(minCapacity) >= 2 && numberOf(maxCapacity) > numberOf(minCapacity)))
                return `It scales from ${minCapacity} to ${maxCapacity}.`;
        const scaled = [...targets, service];
        const policies = scaled.flatMap((one) => stack.naming(one, "resourceId", Policy, "of parts"));
        return policies.some(({ props }) => props[tracking])
            ? undefined
            : "No policy says by what to scale it.";
    },
    breaks: {
        "left out": inNaming(Target, "resourceId", "remove"),
        "down to one": inNaming(Target, "resourceId", set("minCapacity", 1)),
        "no room": inNaming(Target, "resourceId", set("maxCapacity", 2)),
        suspended: inNaming(Target, "resourceId", set("suspendedState", held)),
        "put back": (node) => void (node.opts = { ...node.opts, ignoreChanges: ["loadBalancers"] }),
        "of nobody knows what": inNaming(Target, "resourceId", fromNowhere("resourceId")),
        "by nothing": inEvery(Policy, leaveOut(tracking)),
    },
});
