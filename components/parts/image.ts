import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** An image of this stack: what pushes it (whatever runs it waits for that), and the rights to pull it. */
export interface BuiltImage {
    uri: pulumi.Input<string>;
    cpuArchitecture: "X86_64" | "ARM64";
    pushed: pulumi.Resource;
    toPull: aws.iam.PolicyStatement[];
}

/** What a task takes from the image that it runs. */
export function ofImage({ cpuArchitecture, toPull: toStart, pushed }: BuiltImage) {
    return { cpuArchitecture, toStart, waits: [pushed] };
}

/** What a role needs to pull images of one repository. */
export function toPull(repositoryArn: pulumi.Input<string>): aws.iam.PolicyStatement[] {
    const layers = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"];
    return [
        // It has no resource: AWS knows this action for "*" only.
        { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
        { Effect: "Allow", Action: layers.map((action) => `ecr:${action}`), Resource: repositoryArn },
    ];
}
