import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { onlyTls } from "./only-tls.ts";

interface Kept {
    /** By which a backup plan chooses it. */
    tags?: Record<string, string>;
    /** The key; Amazon's own where there is none. */
    kmsKeyArn?: pulumi.Input<string>;
    /** When what is in it goes, or what is under a prefix; parts of uploads that came to no end go after a day. */
    expiry: Pick<
        aws.types.input.s3.BucketLifecycleConfigurationRule,
        "expiration" | "filter" | "noncurrentVersionExpiration"
    >;
}

/** Overwritten or deleted things stay as long as the others, so that nobody can cover their tracks. */
export function after(days: number): Kept["expiry"] {
    return { expiration: { days }, noncurrentVersionExpiration: { noncurrentDays: days } };
}

/** A versioned, encrypted bucket that belongs to this account alone; its component gives it a policy. */
export function privateBucket(parent: pulumi.Resource, name: string, { tags, kmsKeyArn, expiry }: Kept) {
    const child = { parent };
    const { bucket } = new aws.s3.Bucket(name, tags ? { tags } : {}, child);
    // Written out, and not the bucket's own ARN, which is known after the deployment only: rules read it at preview.
    const arn = pulumi.interpolate`arn:aws:s3:::${bucket}`;
    const access = new aws.s3.BucketPublicAccessBlock(
        name,
        {
            bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        child,
    );
    const rule = { objectOwnership: "BucketOwnerEnforced" };
    new aws.s3.BucketOwnershipControls(name, { bucket, rule }, child);
    const versioningConfiguration = { status: "Enabled" };
    const versioning = new aws.s3.BucketVersioning(name, { bucket, versioningConfiguration }, child);
    // A key of the bucket's own stands between, so that not every object asks, and pays, KMS.
    const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn };
    const rules = kmsKeyArn
        ? [{ applyServerSideEncryptionByDefault: kms, bucketKeyEnabled: true }]
        : [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
    new aws.s3.BucketServerSideEncryptionConfiguration(name, { bucket, rules }, child);
    const expire = {
        ...{ id: "expire", status: "Enabled", filter: { prefix: "" }, ...expiry },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    };
    // Rules on old versions wait until there are some.
    const versioned = { parent, dependsOn: [versioning] };
    new aws.s3.BucketLifecycleConfiguration(name, { bucket, rules: [expire] }, versioned);
    return {
        bucket,
        arn,
        /** The bucket's policy waits for this. */
        access,
        refusesPlainHttp: onlyTls("s3", [arn, pulumi.interpolate`${arn}/*`]),
    };
}
