import * as aws from "@pulumi/aws";
import { hasUsers, isAskedAt, unaskedAt } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";

const stage = "POST_PRODUCTION_TRAFFIC_SHIFT";

export default resourceRule(aws.ecs.Service, {
    id: "tested-among-users",
    criterion: "OPS-05",
    severity: "medium",
    says: "Where users are too few for an alarm to tell, the core workflow is run until something can.",
    fix: `Add a lifecycle hook at ${stage} that runs the workflow (components/compute/checks/smoke-test.ts).`,
    check: (service) =>
        hasUsers(service) && !isAskedAt(stage, service)
            ? "With fewer requests than the alarms need, a version that fails them all stays."
            : undefined,
    breaks: { "left out": unaskedAt(stage) },
});
