import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { tokenOf } from "../../graph.ts";
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
        const fixed = stack
            .all(aws.ecr.Repository)
            .filter(({ props }) => props.imageTagMutability === "IMMUTABLE")
            .map(({ props }) => props.name);
        return eachContainer(task.props, ({ image = "" }) =>
            byDigest.test(image) || fixed.includes(ownTag.exec(image)?.[1])
                ? undefined
                : `has the image ${image || "left out"}.`,
        );
    },
    breaks: {
        "by tag": inJson("containerDefinitions", ([container]) => (container.image = "example/app:latest")),
        "by a tag that moves": (task, nodes) => {
            if (byDigest.test(JSON.parse(task.props.containerDefinitions)[0].image)) return;
            const repositories = nodes.filter(({ type }) => type === tokenOf(aws.ecr.Repository));
            for (const { props } of repositories) props.imageTagMutability = "MUTABLE";
        },
        "left out": inJson("containerDefinitions", ([container]) => delete container.image),
    },
});
