import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { eachContainerOf, inContainer, toldOf } from "../../tasks.ts";
import { numberOf } from "../../values.ts";
import { inQueues, inWorkers, queuesOf } from "../../workers.ts";

/** Seconds: what SQS (API reference of CreateQueue) and Fargate (API reference of ContainerDefinition) do by default. */
const [shown, killed] = [30, 30];

export default stackRule(aws.ecs.Service, {
    id: "jobs-outlive-stop",
    criterion: "SCA-07",
    severity: "high",
    says: "A worker that is stopped ends its jobs, and no other one is given them meanwhile.",
    fix: "Set visibilityTimeoutSeconds of the queue above the stopTimeout of the workers' containers, and that above the LONGEST_JOB_SECONDS that they are told.",
    check: (service, stack) => {
        const queues = queuesOf(service, stack);
        if (queues.length === 0) return undefined;
        const seconds = Math.min(
            ...queues.map(({ props }) => numberOf(props.visibilityTimeoutSeconds ?? shown)),
        );
        return eachContainerOf(service, stack, (container) => {
            const { stopTimeout = killed } = container;
            if (!(numberOf(stopTimeout) < seconds))
                return `may take ${stopTimeout} seconds to stop, and others get its jobs after ${seconds}.`;
            const longest = toldOf(container, "LONGEST_JOB_SECONDS");
            if (longest === undefined || numberOf(stopTimeout) > numberOf(longest)) return undefined;
            return `is killed after ${stopTimeout} seconds, in the middle of a job of ${longest}.`;
        });
    },
    breaks: {
        "left out": inQueues(leaveOut("visibilityTimeoutSeconds")),
        "too soon": inQueues(set("visibilityTimeoutSeconds", 60)),
        "in the middle of one": inWorkers(inContainer((app) => (app.stopTimeout = 40))),
        "in no hurry": inWorkers(inContainer((app) => (app.stopTimeout = 600))),
    },
});
