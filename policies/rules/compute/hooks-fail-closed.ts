import * as aws from "@pulumi/aws";
import { leaveOut } from "../../edits.ts";
import { askedBy, inAsked } from "../../gates.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

/** Seconds that AWS Lambda gives a function by default (API reference of CreateFunction): no check is over by then. */
const usual = 3;

export default stackRule(aws.ecs.Service, {
    id: "hooks-fail-closed",
    criterion: "OPS-05",
    severity: "high",
    says: "A check of a new version has time for its answer, and one that gives none lets no version in.",
    fix: "Set the timeout of each function that a lifecycle hook names, and no timeoutConfiguration.action of CONTINUE.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const hooks = listOf(service.props.deploymentConfiguration?.lifecycleHooks);
        if (hooks.some(({ timeoutConfiguration }) => timeoutConfiguration?.action === "CONTINUE"))
            return "A check that gives no answer lets a version in.";
        const hurried = askedBy(service, stack).find(
            ({ props }) => !(numberOf(props.timeout ?? usual) > usual),
        );
        return hurried && `${hurried.name} is ended after ${hurried.props.timeout ?? usual} seconds.`;
    },
    breaks: {
        "left out": inAsked(leaveOut("timeout")),
        "lets it in": inUsed(({ props }) => {
            for (const hook of props.deploymentConfiguration.lifecycleHooks)
                hook.timeoutConfiguration = { timeoutInMinutes: "5", action: "CONTINUE" };
        }),
    },
});
