import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "images-by-digest",
    criterion: "SEC-10",
    severity: "high",
    says: "What was tested is what runs: every image is named by its digest, which nobody can move.",
    fix: "Name the image as repository@sha256:… instead of by a tag.",
    check: (task) =>
        eachContainer(task, ({ image = "" }) =>
            /@sha256:[0-9a-f]{64}$/.test(image) ? undefined : `has the image ${image || "left out"}.`,
        ),
    breaks: {
        "by tag": inJson("containerDefinitions", ([container]) => (container.image = "example/app:latest")),
        "left out": inJson("containerDefinitions", ([container]) => delete container.image),
    },
});
