import * as aws from "@pulumi/aws";
import { inEvery, leaveOut } from "../../edits.ts";
import { hasUsers } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

export default stackRule([aws.lb.TargetGroup, aws.alb.TargetGroup] as (typeof aws.lb.TargetGroup)[], {
    id: "users-reach-releases",
    criterion: "OPS-04",
    severity: "critical",
    says: "What a load balancer leads to are tasks of a service, whose versions come in by what the rules on releases say.",
    fix: "Name the groups of targets in loadBalancers of the aws.ecs.Service (components/compute/service.ts).",
    check: (_group, stack) =>
        stack.all(aws.ecs.Service).some(({ props }) => hasUsers(props))
            ? undefined
            : "No service has its tasks in a group of targets: nobody can tell how users get a new version.",
    breaks: { "left out": inEvery(aws.ecs.Service, leaveOut("loadBalancers")) },
});
