import type { Row } from "../row.ts";

const bucketPart: Row = { id: "{bucket}" };
const object: Row = {
    id: "{bucket}/{key}",
    arn: "arn:aws:s3:::{bucket}/{key}",
    etag: "{hex:32}",
    versionId: "",
};

/** S3. */
export const STORAGE: Record<string, Row> = {
    "s3/bucket": {
        id: "{bucket}",
        arn: "arn:aws:s3:::{bucket}",
        bucketDomainName: "{bucket}.s3.amazonaws.com",
        bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
        bucketRegion: "{region}",
        // S3's own hosted zone differs by region; this is that of us-east-1.
        hostedZoneId: "Z3AQBSTGFYJSTF",
        bucketPrefix: "",
        acl: "private",
        policy: "",
        accelerationStatus: "",
        requestPayer: "BucketOwner",
        objectLockEnabled: false,
        websiteDomain: "s3-website-{region}.amazonaws.com",
        websiteEndpoint: "",
        serverSideEncryptionConfiguration: {
            rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false },
        },
        versioning: { enabled: false, mfaDelete: false },
    },
    "s3/bucketAcl": bucketPart,
    "s3/bucketCorsConfiguration": bucketPart,
    "s3/bucketLifecycleConfiguration": {
        ...bucketPart,
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    },
    "s3/bucketLogging": bucketPart,
    "s3/bucketNotification": bucketPart,
    "s3/bucketObject": object,
    "s3/bucketObjectv2": object,
    "s3/bucketObjectLockConfiguration": bucketPart,
    "s3/bucketOwnershipControls": bucketPart,
    "s3/bucketPolicy": bucketPart,
    "s3/bucketPublicAccessBlock": bucketPart,
    "s3/bucketReplicationConfig": bucketPart,
    "s3/bucketServerSideEncryptionConfiguration": bucketPart,
    "s3/bucketVersioning": bucketPart,
    "s3/bucketWebsiteConfiguration": {
        ...bucketPart,
        websiteDomain: "s3-website-{region}.amazonaws.com",
        websiteEndpoint: "{bucket}.s3-website-{region}.amazonaws.com",
    },
};
