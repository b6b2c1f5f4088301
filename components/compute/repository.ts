import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { built, keptImages, pulling, type Build, type BuiltImage } from "../parts/image.ts";
import { policyOf, type Account } from "../parts/rights.ts";

export interface RepositoryArgs extends Account {
    /** What the repository's name starts with: `<prefix>/<name>`. */
    prefix: string;
    /** The key of the images; a repository can't be given another one. */
    kmsKeyArn: pulumi.Input<string>;
    /** Whether this environment keeps the application's images, or pulls those that another one keeps. */
    repository: "own" | "elsewhere";
    /** Other accounts that may pull, twelve digits each; every environment of this account may, by its own roles. */
    pullers: string[];
    /** What runs, by digest; "" where nothing was set or released. */
    image: string;
    /** What is built, and runs, where there is no image. */
    example: Build;
}

/**
 * How many manifests are kept. By count and not by age, for what runs may be old: so many must be pushed before a revision
 * that still runs somewhere can't start its next task. Docker pushes three for each image (an index, the image and its
 * provenance: Docker's manual, "Build attestations"), so these are some 330 images, or 110 days of three a day; a rollback
 * goes back 90 at the most, as far as ECS remembers. Images share the layers that are the same, and so their price.
 */
const kept = 1000;

/**
 * The repository of the application's images, where an environment has it; the others pull from there by digest what was
 * tested. Nothing is built here but the example, so that a clone has something to run before anything was released.
 */
export class Repository extends pulumi.ComponentResource {
    /** Where CI pushes to; nowhere, where the images are kept elsewhere. */
    readonly url?: pulumi.Output<string>;
    /** What runs: the image that was set, or the example. */
    readonly image: string | BuiltImage;

    constructor(name: string, args: RepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Repository", name, {}, opts);
        const { repository, pullers, image } = args;
        if (repository === "elsewhere" && (image === "" || pullers.length > 0))
            throw new Error(`${name}: the repository is elsewhere; give an image by digest, and no pullers.`);
        const repositoryName = `${args.prefix}/${name}`;
        if (repository === "own") this.url = made(this, name, repositoryName, args);
        const place = { name: repositoryName, url: this.url ?? "" };
        this.image = image === "" ? built(this, name, args.example, args, place) : image;
        this.registerOutputs({ url: this.url });
    }
}

function made(
    parent: pulumi.Resource,
    name: string,
    repositoryName: string,
    { kmsKeyArn, pullers }: RepositoryArgs,
): pulumi.Output<string> {
    const { name: repository, repositoryUrl } = new aws.ecr.Repository(
        name,
        { name: repositoryName, ...keptImages(kmsKeyArn) },
        // What other environments run is in it.
        { parent, protect: true },
    );
    const policy = JSON.stringify({ rules: [expiry] });
    new aws.ecr.LifecyclePolicy(name, { repository, policy }, { parent });
    if (pullers.length > 0)
        new aws.ecr.RepositoryPolicy(name, { repository, policy: policyOf([open(pullers)]) }, { parent });
    return repositoryUrl;
}

const expiry = {
    rulePriority: 1,
    description: "Keeps the newest",
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: kept },
    action: { type: "expire" },
};

/** What another account needs to run an image, and to ask whether it is there: it can push and delete nothing. */
function open(accounts: string[]): aws.iam.PolicyStatement {
    return {
        Sid: "OthersPull",
        Effect: "Allow",
        Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
        Action: [...pulling, "ecr:DescribeImages"],
    };
}
