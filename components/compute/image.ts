import type * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { toPull } from "../parts/image.ts";

export interface ImageArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** What the repository's name starts with: `<prefix>/<name>`. */
    prefix: string;
    /** The folder that Docker is given, and its instructions: paths from where the program is started. */
    context: string;
    dockerfile: string;
    /** Says all that the image is made of, so that other contents have another tag: it can be known before it is built. */
    tag: string;
    cpuArchitecture: "X86_64" | "ARM64";
}

/** How many images are kept: enough for every revision that a rollback may go to. */
const kept = 30;
const platforms = { X86_64: "linux/amd64", ARM64: "linux/arm64" } as const;

/** A container image, built where `pulumi up` runs, and kept in a repository whose tags nobody can move. */
export class Image extends pulumi.ComponentResource {
    /** `repository:tag`; known at preview, which a digest is not. */
    readonly uri: pulumi.Output<string>;
    readonly cpuArchitecture: "X86_64" | "ARM64";
    /** What runs the image waits for this. */
    readonly pushed: pulumi.Resource;
    /** What a role needs to pull it. */
    readonly toPull: aws.iam.PolicyStatement[];

    constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Image", name, {}, opts);
        const { accountId, region, tag: imageTag, context, dockerfile } = args;
        const child = { parent: this };
        const repositoryName = `${args.prefix}/${name}`;
        const repository = new awsx.ecr.Repository(
            name,
            {
                name: repositoryName,
                imageTagMutability: "IMMUTABLE",
                imageScanningConfiguration: { scanOnPush: true },
                lifecyclePolicy: { rules: [{ tagStatus: "any", maximumNumberOfImages: kept }] },
            },
            child,
        );
        const platform = platforms[args.cpuArchitecture];
        const built = { repositoryUrl: repository.url, context, dockerfile, imageTag, platform };
        this.pushed = new awsx.ecr.Image(name, built, child);
        this.uri = pulumi.interpolate`${accountId}.dkr.ecr.${region}.amazonaws.com/${repositoryName}:${imageTag}`;
        this.cpuArchitecture = args.cpuArchitecture;
        this.toPull = toPull(
            pulumi.interpolate`arn:aws:ecr:${region}:${accountId}:repository/${repositoryName}`,
        );
        this.registerOutputs({ uri: this.uri });
    }
}
