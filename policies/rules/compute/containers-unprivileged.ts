import * as aws from "@pulumi/aws";
import { eachContainer, type Container } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

function faultOf(container: Container): string | undefined {
    const [user = ""] = String(container.user ?? "").split(":");
    // What a name stands for is written inside the image: it may be root, too.
    if (!(Number(user) > 0)) return `runs as ${user || "the image's user, often root"}.`;
    if (isOn(container.privileged)) return "is privileged.";
    if (!isOn(container.readonlyRootFilesystem)) return "can write to its own file system.";
    const { drop = [], add = [] } = container.linuxParameters?.capabilities ?? {};
    if (!drop.includes("ALL")) return "keeps Linux capabilities.";
    return add.length > 0 ? `has the Linux capabilities ${add.join(", ")}.` : undefined;
}

const edit = (change: Parameters<typeof inJson>[1]) =>
    inJson("containerDefinitions", ([container]) => change(container));

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "containers-unprivileged",
    criterion: "SEC-10",
    severity: "high",
    says: "Every container runs as nobody, without capabilities, on a file system that it can only read.",
    fix: 'Set user to a number above 0, readonlyRootFilesystem to true and linuxParameters.capabilities.drop to ["ALL"].',
    check: (task) => eachContainer(task, faultOf),
    breaks: {
        "as root": edit((container) => (container.user = "0:0")),
        "left out": edit((container) => delete container.user),
        privileged: edit((container) => (container.privileged = true)),
        writable: edit((container) => delete container.readonlyRootFilesystem),
        capable: edit((container) => delete container.linuxParameters.capabilities),
        "more capable": edit((container) => (container.linuxParameters.capabilities.add = ["SYS_PTRACE"])),
    },
});
