import * as aws from "@pulumi/aws";
import { hasUsers, unaskedAt } from "../../releases.ts";
import { resourceRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const [alone, among] = ["POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"];

export default resourceRule(aws.ecs.Service, {
    id: "tested-among-users",
    criterion: "OPS-05",
    severity: "medium",
    says: "Where users are too few for an alarm to tell, the core workflow is run until something can.",
    fix: `Have the hook that runs the workflow at ${alone} asked at ${among}, too (components/compute/checks/smoke-test.ts).`,
    check: (service) => {
        if (!hasUsers(service)) return undefined;
        const tests = listOf(service.deploymentConfiguration?.lifecycleHooks)
            .map(({ lifecycleStages }) => listOf(lifecycleStages))
            .filter((stages) => stages.includes(alone));
        return tests.length === 0 || tests.some((stages) => stages.includes(among))
            ? undefined
            : "With fewer requests than the alarms need, a version that fails them all stays.";
    },
    breaks: { "left out": unaskedAt(among, alone) },
});
