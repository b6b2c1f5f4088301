import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const others = "arn:aws:ecs:us-east-1:123456789012:cluster/others";

export default stackRule(aws.ecs.Service, {
    id: "clusters-own",
    criterion: "OPS-02",
    severity: "high",
    says: "Each environment's tasks run on a cluster of its own, and none beside another environment's.",
    fix: "Name an aws.ecs.Cluster of this stack in cluster: without one they run on the account's default.",
    check: (service, stack) =>
        stack.named(service, "cluster", aws.ecs.Cluster).length > 0
            ? undefined
            : "Its cluster is none of this stack, and other environments may share it.",
    breaks: { "left out": leaveOut("cluster"), "another's": set("cluster", others) },
});
