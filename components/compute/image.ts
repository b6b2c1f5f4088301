import type * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { built, keptImages, type Build } from "../parts/image.ts";
import type { Account } from "../parts/rights.ts";

export interface ImageArgs extends Account, Build {
    /** What the repository's name starts with: `<prefix>/<name>`. */
    prefix: string;
    /** The key of the images; a repository can't be given another one. */
    kmsKeyArn: pulumi.Input<string>;
}

/** How many images are kept: enough for every revision that a rollback may go to. */
const kept = 30;

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
        const repositoryName = `${args.prefix}/${name}`;
        const { url } = new awsx.ecr.Repository(
            name,
            {
                name: repositoryName,
                ...keptImages(args.kmsKeyArn),
                lifecyclePolicy: { rules: [{ tagStatus: "any", maximumNumberOfImages: kept }] },
            },
            { parent: this },
        );
        const image = built(this, name, args, args, { name: repositoryName, url });
        this.uri = image.uri;
        this.cpuArchitecture = image.cpuArchitecture;
        this.pushed = image.pushed;
        this.toPull = image.toPull;
        this.registerOutputs({ uri: this.uri });
    }
}
