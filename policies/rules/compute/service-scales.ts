import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const { Target, Policy } = aws.appautoscaling;

export default stackRule(aws.ecs.Service, {
    id: "service-scales",
    criterion: "SCA-02",
    severity: "high",
    says: "Every service starts and stops copies by measured load, and never goes below two.",
    fix: "Add an aws.appautoscaling.Target of at least 2 to more tasks, and a Policy for it that tracks a measure.",
    check: (service, stack) => {
        const targets = stack.naming(service, "resourceId", Target, "of parts");
        if (targets.length === 0) return "Nothing scales it.";
        for (const { minCapacity, maxCapacity } of targets.map(({ props }) => props)) {
            if (!(numberOf(minCapacity) >= 2 && numberOf(maxCapacity) > numberOf(minCapacity)))
                return `It scales from ${minCapacity} to ${maxCapacity}.`;
        }
        const policies = [...targets, service].flatMap((one) =>
            stack.naming(one, "resourceId", Policy, "of parts"),
        );
        const tracks = policies.some(({ props }) => props.targetTrackingScalingPolicyConfiguration);
        return tracks ? undefined : "No policy says by what to scale it.";
    },
    breaks: {
        "left out": inNaming(Target, "resourceId", "remove"),
        "down to one": inNaming(Target, "resourceId", set("minCapacity", 1)),
        "no room": inNaming(Target, "resourceId", set("maxCapacity", 2)),
        "of nobody knows what": inNaming(Target, "resourceId", fromNowhere("resourceId")),
        "by nothing": inNaming(Target, "resourceId", (_target, nodes) => {
            const tracking = leaveOut("targetTrackingScalingPolicyConfiguration");
            for (const node of nodes) if (node.type.endsWith(":Policy")) tracking(node, nodes);
        }),
    },
});
