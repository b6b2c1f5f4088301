import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { onlyTls } from "./only-tls.ts";

/** A versioned bucket that belongs to this account alone; its component encrypts it, lets it expire and gives it a policy. */
export function privateBucket(parent: pulumi.Resource, name: string) {
    const child = { parent };
    const { bucket } = new aws.s3.Bucket(name, {}, child);
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
    return {
        bucket,
        arn,
        /** The bucket's policy waits for this. */
        access,
        /** Rules on old versions wait for this. */
        versioning,
        refusesPlainHttp: onlyTls("s3", [arn, pulumi.interpolate`${arn}/*`]),
    };
}
