import * as aws from "@pulumi/aws";
import { hasUsers, isAskedAt, unaskedAt } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";

const stage = "POST_TEST_TRAFFIC_SHIFT";

export default resourceRule(aws.ecs.Service, {
    id: "tested-before-users",
    criterion: "OPS-07",
    severity: "high",
    says: "The core workflow is tried on a new version before any user reaches it.",
    fix: `Add a lifecycle hook at ${stage} that runs the workflow (components/compute/checks/smoke-test.ts).`,
    check: (service) =>
        hasUsers(service) && !isAskedAt(stage, service)
            ? "Users are the first who try a new version."
            : undefined,
    breaks: { "left out": unaskedAt(stage) },
});
