import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { eachContainerOf, inContainer } from "../../tasks.ts";
import { numberOf } from "../../values.ts";
import { inQueues, inWorkers, queuesOf } from "../../workers.ts";

/** Seconds: what SQS (API reference of CreateQueue) and Fargate (API reference of ContainerDefinition) do by default. */
const [shown, killed] = [30, 30];

export default stackRule(aws.ecs.Service, {
    id: "jobs-outlive-stop",
    criterion: "SCA-07",
    severity: "high",
    says: "A job that a stopped worker still ends is given to no other one meanwhile.",
    fix: "Set visibilityTimeoutSeconds of the queue above the stopTimeout of the workers' containers.",
    check: (service, stack) => {
        const queues = queuesOf(service, stack);
        if (queues.length === 0) return undefined;
        const seconds = Math.min(
            ...queues.map(({ props }) => numberOf(props.visibilityTimeoutSeconds ?? shown)),
        );
        return eachContainerOf(service, stack, ({ stopTimeout = killed }) =>
            numberOf(stopTimeout) < seconds
                ? undefined
                : `may take ${stopTimeout} seconds to stop, and others get its jobs after ${seconds}.`,
        );
    },
    breaks: {
        "left out": inQueues(leaveOut("visibilityTimeoutSeconds")),
        "too soon": inQueues(set("visibilityTimeoutSeconds", 60)),
        "in no hurry": inWorkers(inContainer((app) => (app.stopTimeout = 600))),
    },
});
