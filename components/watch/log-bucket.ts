import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { privateBucket } from "../parts/private-bucket.ts";
import { policyOf } from "../parts/rights.ts";

export interface LogBucketArgs {
    /** The AWS account, twelve digits: only its load balancers may write. */
    accountId: pulumi.Input<string>;
    /** The region of those load balancers. */
    region: string;
    /** Days that logs are kept. */
    retentionDays: number;
}

/** A private bucket that load balancers write their access logs to, and that nobody can read without TLS. */
export class LogBucket extends pulumi.ComponentResource {
    /** The bucket's name, known once AWS may write to it. */
    readonly bucket: pulumi.Output<string>;

    constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:LogBucket", name, {}, opts);
        const { accountId, region, retentionDays } = args;
        const child = { parent: this };
        const { bucket, arn, access, versioning, refusesPlainHttp } = privateBucket(this, name);
        // Load balancers can't write to a bucket with a KMS key: Amazon's own key is the only one that they support.
        const aes256 = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
        new aws.s3.BucketServerSideEncryptionConfiguration(name, { bucket, rules: [aes256] }, child);
        const expiry = {
            id: "expire",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: retentionDays },
            // Overwritten or deleted logs stay as long as the others, so that nobody can cover their tracks.
            noncurrentVersionExpiration: { noncurrentDays: retentionDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        };
        new aws.s3.BucketLifecycleConfiguration(
            name,
            { bucket, rules: [expiry] },
            { parent: this, dependsOn: [versioning] },
        );
        const objects = pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`;
        const policy = new aws.s3.BucketPolicy(
            name,
            {
                bucket,
                policy: policyOf([deliver(objects, accountId, region), refusesPlainHttp]),
            },
            { parent: this, dependsOn: [access] },
        );
        this.bucket = policy.bucket;
        this.registerOutputs({ bucket: this.bucket });
    }
}

function deliver(
    objects: pulumi.Input<string>,
    accountId: pulumi.Input<string>,
    region: string,
): aws.iam.PolicyStatement {
    return {
        Sid: "LoadBalancerLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: objects,
        Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
            },
        },
    };
}
