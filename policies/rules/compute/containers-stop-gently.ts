import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

/** Seconds that ECS gives a container by default (API reference of ContainerDefinition). */
const leastSeconds = 30;

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "containers-stop-gently",
    criterion: "SCA-07",
    severity: "medium",
    says: "A container hears that it is to stop, and has half a minute to end what it is at.",
    fix: `Set linuxParameters.initProcessEnabled to true, and stopTimeout to ${leastSeconds} seconds or more.`,
    check: (task) =>
        eachContainer(task, ({ stopTimeout = leastSeconds, linuxParameters }) => {
            // Without an init process the signal may reach a shell, which keeps it to itself.
            if (!isOn(linuxParameters?.initProcessEnabled)) return "has no init process to hand signals on.";
            return numberOf(stopTimeout) >= leastSeconds
                ? undefined
                : `is killed after ${stopTimeout} seconds.`;
        }),
    breaks: {
        "left out": inJson("containerDefinitions", ([app]) => delete app.linuxParameters.initProcessEnabled),
        // One that users reach has to live for longer than they drain, which is another rule's to say.
        "in a hurry": inJson("containerDefinitions", ([own]) => {
            if (!own.portMappings?.length) own.stopTimeout = 2;
        }),
    },
});
