import * as aws from "@pulumi/aws";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { eachContainerOf, inContainer } from "../../tasks.ts";

export default stackRule(aws.ecs.Service, {
    id: "logs-block-nobody",
    criterion: "SCA-01",
    severity: "medium",
    says: "What users reach goes on while its log service is slow.",
    fix: 'Set mode to "non-blocking" in the options of the logConfiguration (components/compute/task.ts).',
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        return eachContainerOf(service, stack, ({ logConfiguration }) => {
            // That there is none is what containers-log says.
            const mode = logConfiguration?.options?.mode;
            const isHeld = logConfiguration?.logDriver === "awslogs" && mode !== "non-blocking";
            return isHeld ? `waits for its log: the mode is ${mode ?? "the account's own"}.` : undefined;
        });
    },
    breaks: {
        "left out": inUsed(inContainer((app) => delete app.logConfiguration.options.mode)),
        blocking: inUsed(inContainer((app) => (app.logConfiguration.options.mode = "blocking"))),
    },
});
