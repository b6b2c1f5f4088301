import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "containers-log",
    criterion: "OBS-01",
    severity: "high",
    says: "What a container prints is kept after it is gone.",
    fix: "Give the container a logConfiguration, such as the awslogs driver with a log group.",
    check: (task) =>
        eachContainer(task, ({ logConfiguration: { logDriver = "" } = {} as { logDriver?: string } }) =>
            logDriver === "" ? "has no logConfiguration." : undefined,
        ),
    breaks: {
        "left out": inJson("containerDefinitions", ([container]) => delete container.logConfiguration),
    },
});
