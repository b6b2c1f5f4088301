import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { container } from "../../parts/container.ts";
import { fargateTask } from "../../parts/fargate-task.ts";
import { ofImage, type BuiltImage } from "../../parts/image.ts";
import { keyUse } from "../../parts/key-use.ts";
import { oneOffPlace } from "../../parts/one-off-place.ts";
import { here, type Account } from "../../parts/rights.ts";

export interface ExtractArgs extends Account {
    /** The environment: what the name of the task's family starts with. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** What is in the database, and the instances of its generations. */
    database: {
        place: { dbName: string };
        identifiers: Record<string, string>;
        operatorSecurityGroupId: pulumi.Input<string>;
    };
    /** Where its reports are kept. */
    proof: { bucket: pulumi.Input<string> };
    /** Of images/restore-check. */
    image: BuiltImage;
    /** Log group, of this account and region, of what it prints. */
    logGroupName: pulumi.Input<string>;
}

const containerName = "extract";
/** Made by functions/roles, and IAM alone lets them in: the one reads the copy, in the other's name rows are put back. */
const users = { DATABASE_READER: "checker_iam", DATABASE_WRITER: "migrator_iam" };
/** Where reports lie, as functions/extract names it. */
const folder = "extracts/*";

/**
 * Brings rows of one table back from a restored copy: a task that somebody starts, and that reads the one generation and
 * writes to the other. Nothing runs, listens or costs before; whoever may start it can change every row of the database.
 */
export class Extract extends pulumi.ComponentResource {
    /** What `npm run restore -- --extract` starts, and where: lists are joined by commas. */
    readonly places: Record<
        "definition" | "container" | "subnetIds" | "securityGroupIds",
        pulumi.Output<string>
    >;

    constructor(name: string, args: ExtractArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Extract", name, {}, opts);
        const task = fargateTask(this, name, {
            ...args,
            family: `${args.prefix}-extract`,
            ...ofImage(args.image),
            // Rows pass through it as a stream; the databases do the work.
            ...{ cpu: 512, memory: 1024 },
            container: extracting(args),
            toRun: toRun(args),
        });
        const place = { ...args, description: "The task that brings rows back from a copy" };
        this.places = {
            ...{ definition: task.definitionArn, container: pulumi.output(containerName) },
            ...oneOffPlace(this, name, place),
        };
        this.registerOutputs({ places: this.places });
    }
}

function extracting({ image, proof, database, ...args }: ExtractArgs) {
    return {
        ...container({
            ...args,
            name: containerName,
            image: image.uri,
            user: "65532:65532",
            environment: {
                ...{ EVIDENCE_BUCKET: proof.bucket, DATABASE_NAME: database.place.dbName, ...users },
                EXTRACT_VERSION: image.uri,
            },
            // What it has begun is one transaction, and is undone by its end.
            stopSeconds: 30,
            logMode: "blocking",
        }),
        entryPoint: ["node", "/app/extract.cjs"],
    };
}

/** What it may do in AWS. An instance's resource id is known after the deployment only, so the users are named. */
function toRun(args: ExtractArgs): aws.iam.PolicyStatement[] {
    const bucketArn = pulumi.interpolate`arn:aws:s3:::${args.proof.bucket}`;
    const instances = Object.values(args.database.identifiers).map((one) => here(args, "rds", `db:${one}`));
    const may = Object.values(users).map((user) => here(args, "rds-db", `dbuser:*/${user}`));
    return [
        { Effect: "Allow", Action: "rds:DescribeDBInstances", Resource: instances },
        { Effect: "Allow", Action: "rds-db:connect", Resource: may },
        { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${bucketArn}/${folder}` },
        keyUse(args, { service: "s3", actions: ["kms:GenerateDataKey", "kms:Decrypt"], thing: bucketArn }),
    ];
}
