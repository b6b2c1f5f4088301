import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const byDigest = /@sha256:[0-9a-f]{64}$/;
const ownTag = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/([^:@]+):[\w.-]+$/;

export default stackRule(aws.ecs.TaskDefinition, {
    id: "images-by-digest",
    criterion: "SEC-10",
    severity: "high",
    says: "What was tested is what runs: every image is named by its digest, or by a tag of this stack that nobody can move.",
    fix: "Name the image as repository@sha256:…, or build it by components/compute/image.ts.",
    check: (task, stack) => {
        // Nobody moves a tag there: images-immutable sees to that.
        const own = stack.all(aws.ecr.Repository).map(({ props }) => props.name);
        return eachContainer(task.props, ({ image = "" }) =>
            byDigest.test(image) || own.includes(ownTag.exec(image)?.[1])
                ? undefined
                : `has the image ${image || "left out"}.`,
        );
    },
    breaks: {
        "by tag": inJson("containerDefinitions", ([container]) => (container.image = "example/app:latest")),
        "by a tag of another stack": inJson("containerDefinitions", ([container]) => {
            if (!byDigest.test(container.image))
                container.image = container.image.replace("/", "/somebody-elses-");
        }),
        "left out": inJson("containerDefinitions", ([container]) => delete container.image),
    },
});
