import * as aws from "@pulumi/aws";
import { eachContainer, type Container } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

function faultOf(container: Container): string | undefined {
    const [user = ""] = String(container.user ?? "").split(":");
    if (user === "" || user === "0" || user === "root")
        return `runs as ${user || "the image's user, often root"}.`;
    if (container.privileged) return "is privileged.";
    if (!container.readonlyRootFilesystem) return "can write to its own file system.";
    const dropped = container.linuxParameters?.capabilities?.drop ?? [];
    return dropped.includes("ALL") ? undefined : "keeps Linux capabilities.";
}

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "containers-unprivileged",
    criterion: "SEC-10",
    severity: "high",
    says: "Every container runs as nobody, without capabilities, on a file system that it can only read.",
    fix: 'Set user to a number above 0, readonlyRootFilesystem to true and linuxParameters.capabilities.drop to ["ALL"].',
    check: (task) => eachContainer(task, faultOf),
    breaks: {
        "as root": inJson("containerDefinitions", ([container]) => (container.user = "0:0")),
        "left out": inJson("containerDefinitions", ([container]) => delete container.user),
        privileged: inJson("containerDefinitions", ([container]) => (container.privileged = true)),
        writable: inJson("containerDefinitions", ([container]) => (container.readonlyRootFilesystem = false)),
        capable: inJson(
            "containerDefinitions",
            ([container]) => delete container.linuxParameters.capabilities,
        ),
    },
});
