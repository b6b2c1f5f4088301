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
        eachContainer(task, ({ logConfiguration }) => {
            const driver = logConfiguration?.logDriver ?? "";
            if (driver === "") return "has no logConfiguration.";
            // These two keep what is printed on the machine that is gone with the task, or nowhere.
            return ["none", "json-file"].includes(driver) ? `has the log driver ${driver}.` : undefined;
        }),
    breaks: {
        "left out": inJson("containerDefinitions", ([container]) => delete container.logConfiguration),
        "to nowhere": inJson(
            "containerDefinitions",
            ([container]) => (container.logConfiguration.logDriver = "none"),
        ),
    },
});
