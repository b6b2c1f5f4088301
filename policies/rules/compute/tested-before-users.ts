import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const after = "POST_TEST_TRAFFIC_SHIFT";

export default resourceRule(aws.ecs.Service, {
    id: "tested-before-users",
    criterion: "OPS-07",
    severity: "high",
    says: "The core workflow is tried on a new version before any user reaches it.",
    fix: `Add a lifecycle hook at ${after} that runs the workflow (components/compute/smoke-test.ts).`,
    check: (props) => {
        if (!hasUsers(props)) return undefined;
        const hooks = listOf(props.deploymentConfiguration?.lifecycleHooks);
        const isTested = hooks.some(({ lifecycleStages }) => listOf(lifecycleStages).includes(after));
        return isTested ? undefined : "Users are the first who try a new version.";
    },
    breaks: {
        "left out": inUsed(leaveOut("deploymentConfiguration.lifecycleHooks")),
        "after the users": inUsed(
            set("deploymentConfiguration.lifecycleHooks.0.lifecycleStages", [
                "POST_PRODUCTION_TRAFFIC_SHIFT",
            ]),
        ),
    },
});
