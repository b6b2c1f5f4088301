import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../parts/key-use.ts";
import { privateBucket } from "../parts/private-bucket.ts";
import { policyOf } from "../parts/rights.ts";

export interface StorageArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The key of the objects. */
    kmsKeyArn: pulumi.Input<string>;
    /** By which a backup plan chooses the bucket. */
    tag: { key: string; value: string };
    /** Web sites whose pages may upload and read from a browser, such as "https://app.example.com"; without one none may. */
    origins: string[];
    /** Days that what was overwritten or deleted can be brought back, at least 1. @default 30, the time to notice. */
    undoDays?: number;
}

/**
 * A private bucket for what users upload. Files go from the browser straight to it, never through a task's memory. The
 * application lets one file in by a presigned POST, whose conditions S3 itself holds the browser to; a presigned PUT
 * knows no size limit. With the AWS SDK (`@aws-sdk/s3-presigned-post`):
 *
 *     await createPresignedPost(s3, {
 *         Bucket: process.env.UPLOADS_BUCKET,
 *         Key: `${userId}/${randomUUID()}`,                        // never the name that a user chose
 *         Conditions: [["content-length-range", 1, 10_000_000]],   // bytes
 *         Expires: 300,                                            // seconds
 *     });
 *
 * The role that signs needs the rights in `toUse`: S3 judges the upload as if that role had sent it.
 */
export class Storage extends pulumi.ComponentResource {
    /** The bucket's name, known before it is made. */
    readonly bucket: pulumi.Output<string>;
    /** What a role needs to sign uploads, and to read and delete what was uploaded. */
    readonly toUse: aws.iam.PolicyStatement[];

    constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Storage", name, {}, opts);
        const { origins, undoDays = 30, tag } = args;
        check(name, origins, undoDays);
        const child = { parent: this };
        const expiry = {
            noncurrentVersionExpiration: { noncurrentDays: undoDays },
            expiration: { expiredObjectDeleteMarker: true },
        };
        const kept = { kmsKeyArn: args.kmsKeyArn, expiry, tags: { [tag.key]: tag.value } };
        const { bucket, arn, access, refusesPlainHttp } = privateBucket(this, name, kept);
        const policy = policyOf([refusesPlainHttp]);
        new aws.s3.BucketPolicy(name, { bucket, policy }, { parent: this, dependsOn: [access] });
        if (origins.length > 0) {
            const rule = { allowedOrigins: origins, allowedMethods: ["POST", "GET"], allowedHeaders: ["*"] };
            new aws.s3.BucketCorsConfiguration(name, { bucket, corsRules: [rule] }, child);
        }
        this.bucket = bucket;
        this.toUse = rightsTo(arn, args);
        this.registerOutputs({ bucket });
    }
}

function check(name: string, origins: string[], undoDays: number): void {
    const wrong = origins.find((origin) => !/^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin));
    if (wrong !== undefined) {
        throw new Error(
            `${name}: origins has ${wrong}; use https:// and a host, such as https://app.example.com.`,
        );
    }
    if (!Number.isInteger(undoDays) || undoDays < 1)
        throw new Error(`${name}: undoDays is ${undoDays}; use 1 or more whole days.`);
}

function rightsTo(arn: pulumi.Output<string>, account: StorageArgs): aws.iam.PolicyStatement[] {
    return [
        {
            Effect: "Allow",
            Action: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            Resource: pulumi.interpolate`${arn}/*`,
        },
        // An upload in parts is opened again when S3 puts it together (S3 User Guide, "Protecting data with SSE-KMS").
        keyUse(account, { service: "s3", actions: ["kms:GenerateDataKey", "kms:Decrypt"], thing: arn }),
    ];
}
