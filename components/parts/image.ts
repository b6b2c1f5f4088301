import type * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "./rights.ts";

/** An image of this stack: what pushes it (whatever runs it waits for that), and the rights to pull it. */
export interface BuiltImage {
    /** `repository:tag`; known at preview, which a digest is not. */
    uri: pulumi.Input<string>;
    cpuArchitecture: "X86_64" | "ARM64";
    pushed: pulumi.Resource;
    toPull: aws.iam.PolicyStatement[];
}

/** What an image is made of. */
export interface Build {
    /** The folder that Docker is given, and its instructions: paths from where the program is started. */
    context: string;
    dockerfile: string;
    /** Says all that the image is made of, so that other contents have another tag: it can be known before it is built. */
    tag: string;
    cpuArchitecture: "X86_64" | "ARM64";
}

/** A repository of this account and region; its name is known before it is made. */
interface Place {
    name: string;
    url: pulumi.Input<string>;
}

const platforms = { X86_64: "linux/amd64", ARM64: "linux/arm64" } as const;

/** Builds an image where `pulumi up` runs, and pushes it: all that whoever runs it needs. */
export function built(
    parent: pulumi.Resource,
    name: string,
    { context, dockerfile, tag: imageTag, cpuArchitecture }: Build,
    account: Account,
    { name: repositoryName, url: repositoryUrl }: Place,
) {
    const platform = platforms[cpuArchitecture];
    const pushed = new awsx.ecr.Image(
        name,
        { repositoryUrl, context, dockerfile, imageTag, platform },
        // Docker's provider deletes from the registry what it once pushed, while what served before still runs it.
        { parent, retainOnDelete: true },
    );
    const { accountId, region } = account;
    return {
        uri: pulumi.interpolate`${accountId}.dkr.ecr.${region}.amazonaws.com/${repositoryName}:${imageTag}`,
        ...{ cpuArchitecture, pushed },
        toPull: toPull(here(account, "ecr", `repository/${repositoryName}`)),
    };
}

/** How every repository keeps images: as they were pushed, scanned when they come in, and encrypted with a key of ours. */
export function keptImages(kmsKey: pulumi.Input<string>) {
    return {
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }],
    };
}

/** What pulling an image takes; in a repository's policy, too. */
export const pulling = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"].map(
    (action) => `ecr:${action}`,
);

/** What a task takes from the image that it runs. */
export function ofImage({ cpuArchitecture, toPull: toStart, pushed }: BuiltImage) {
    return { cpuArchitecture, toStart, waits: [pushed] };
}

/** What a role needs to pull images of one repository. */
function toPull(repositoryArn: pulumi.Input<string>): aws.iam.PolicyStatement[] {
    return [
        // It has no resource: AWS knows this action for "*" only.
        { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
        { Effect: "Allow", Action: pulling, Resource: repositoryArn },
    ];
}

/** What pulling an image takes, by digest or one of ours: nothing where it is public. */
export function toFetch(image: string | BuiltImage): aws.iam.PolicyStatement[] {
    if (typeof image !== "string") return image.toPull;
    const [, account, region, repository] =
        /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@:]+)[@:]/.exec(image) ?? [];
    return repository === undefined
        ? []
        : toPull(`arn:aws:ecr:${region}:${account}:repository/${repository}`);
}
