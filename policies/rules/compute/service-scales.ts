import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const { Target, Policy } = aws.appautoscaling;

export default stackRule(aws.ecs.Service, {
    id: "service-scales",
    criterion: "SCA-02",
    severity: "high",
    says: "Every service starts and stops copies by measured load, and never goes below two.",
    fix: "Add an aws.appautoscaling.Target of at least 2 to more tasks, and a Policy for it that tracks a measure.",
    check: (service, stack) => {
        const [target] = stack.naming(service, "resourceId", Target);
        if (target === undefined) return "Nothing scales it.";
        const { minCapacity, maxCapacity } = target.props;
        if (minCapacity < 2 || maxCapacity <= minCapacity)
            return `It scales from ${minCapacity} to ${maxCapacity}.`;
        const policies = stack.naming(target, "resourceId", Policy);
        const tracks = policies.some(
            ({ props }) => props.targetTrackingScalingPolicyConfiguration !== undefined,
        );
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
