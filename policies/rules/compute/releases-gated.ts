import * as aws from "@pulumi/aws";
import { askedBeforeStart, BEFORE_START, denied, inAsked, isAllowed } from "../../gates.ts";
import { referenceOf } from "../../references.ts";
import { hasUsers, unaskedAt } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const action = "cloudwatch:DescribeAlarms";

export default stackRule(aws.ecs.Service, {
    id: "releases-gated",
    criterion: "OPS-05",
    severity: "high",
    says: "No new version starts while an alarm is red that would have to take it back: ECS may not heed that one.",
    fix: `Add a hook at ${BEFORE_START} whose function may ${action} and knows the service's alarms (components/compute/checks/gate.ts).`,
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const looking = askedBeforeStart(service, stack).filter((run) => isAllowed(run, action, stack));
        if (looking.length === 0) return "Nobody who may look at alarms is asked before it starts.";
        const told = looking.flatMap((run) => referenceOf(run, "environment").texts);
        const known = told.flatMap((text) => text.split(","));
        const missed = listOf(service.props.alarms?.alarmNames).filter((name) => !known.includes(name));
        return missed.length > 0 ? `Who is asked does not know of ${missed.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": unaskedAt(BEFORE_START),
        "without a look": denied(action),
        "another alarm": inAsked(({ props }) => void (props.environment.variables.ALARMS &&= "other")),
    },
});
