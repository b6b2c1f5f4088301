import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { after, privateBucket } from "../../parts/private-bucket.ts";
import { here, iamDecides, policyOf, type Account } from "../../parts/rights.ts";
import { told, type Heard } from "../../parts/told.ts";

export interface AuditArgs extends Account, Heard {
    /** What the trail is called. */
    prefix: string;
    /** Days that the log is kept. */
    retentionDays: number;
}

/** What would let somebody act unseen (CloudTrail API Reference). */
const tampering = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];

/** What would let somebody delete from its bucket, or write over what is in it (Amazon S3 API Reference). */
const opening = [
    ...["DeleteBucketPolicy", "PutBucketPolicy", "PutBucketVersioning"],
    ...["PutBucketLifecycle", "PutBucketLifecycleConfiguration"],
];

/**
 * Who did what in the account, in every region: each call of an API that manages something. Signed by CloudTrail hour by
 * hour, so that a change or a gap is found out (`aws cloudtrail validate-logs`); deleted by nobody but by age.
 */
export function auditLog(parent: pulumi.Resource, name: string, args: AuditArgs) {
    const child = { parent };
    const trailName = args.prefix;
    // Written out: the trail is made when the bucket and the key let it write.
    const trailArn = here(args, "cloudtrail", `trail/${trailName}`);
    const key = new aws.kms.Key(
        name,
        {
            description: "The audit log",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
            policy: keyPolicy(args, trailArn),
        },
        child,
    );
    new aws.kms.Alias(name, { name: `alias/${args.prefix}-audit`, targetKeyId: key.keyId }, child);
    const kept = { kmsKeyArn: key.arn, expiry: after(args.retentionDays) };
    const { bucket, arn, access, refusesPlainHttp } = privateBucket(parent, name, kept);
    const statements = [...delivering(args, arn, trailArn), deletedByNobody(arn), refusesPlainHttp];
    const policy = new aws.s3.BucketPolicy(
        name,
        { bucket, policy: policyOf(statements) },
        { parent, dependsOn: [access] },
    );
    new aws.cloudtrail.Trail(
        name,
        {
            name: trailName,
            s3BucketName: policy.bucket,
            kmsKeyId: key.arn,
            isMultiRegionTrail: true,
            includeGlobalServiceEvents: true,
            enableLogFileValidation: true,
        },
        child,
    );
    told(parent, args, name, {
        description: "Somebody stops the audit log, or changes what is in it",
        pattern: {
            source: ["aws.cloudtrail"],
            "detail-type": ["AWS API Call via CloudTrail"],
            detail: { eventSource: ["cloudtrail.amazonaws.com"], eventName: tampering },
        },
        paths: { what: "$.detail.eventName", who: "$.detail.userIdentity.arn", at: "$.time" },
        says: "<who> has called <what> of CloudTrail at <at>: unless that was a pulumi up, somebody wants to be unseen. docs/runbooks/findings.md",
    });
    told(parent, args, `${name}-opened`, {
        description: "Somebody changes what keeps the audit log from being deleted",
        pattern: {
            source: ["aws.s3"],
            "detail-type": ["AWS API Call via CloudTrail"],
            detail: {
                eventSource: ["s3.amazonaws.com"],
                eventName: opening,
                requestParameters: { bucketName: [bucket] },
            },
        },
        paths: { what: "$.detail.eventName", who: "$.detail.userIdentity.arn", at: "$.time" },
        says: "<who> has called <what> of the audit log's bucket at <at>: unless that was a pulumi up, somebody wants to delete from it. docs/runbooks/findings.md",
    });
    /** Where other records of the account may be kept, too. It takes them when its policy is there. */
    return { bucket: policy.bucket, arn };
}

/** CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail". "*" is the key itself. */
function keyPolicy({ accountId }: Account, trailArn: pulumi.Output<string>): pulumi.Output<string> {
    const Principal = { Service: "cloudtrail.amazonaws.com" };
    const byTrail = { "aws:SourceArn": trailArn };
    const trails = pulumi.interpolate`arn:aws:cloudtrail:*:${accountId}:trail/*`;
    return policyOf([
        iamDecides(accountId),
        {
            ...{
                Sid: "CloudTrailEncrypts",
                Effect: "Allow" as const,
                Principal,
                Action: "kms:GenerateDataKey*",
            },
            ...{ Resource: "*" },
            Condition: {
                StringEquals: byTrail,
                StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails },
            },
        },
        {
            ...{ Sid: "CloudTrailLooks", Effect: "Allow" as const, Principal, Action: "kms:DescribeKey" },
            ...{ Resource: "*", Condition: { StringEquals: byTrail } },
        },
    ]);
}

/** CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail". */
function delivering(
    { accountId }: Account,
    arn: pulumi.Output<string>,
    trailArn: pulumi.Output<string>,
): aws.iam.PolicyStatement[] {
    const Principal = { Service: "cloudtrail.amazonaws.com" };
    const byTrail = { "aws:SourceArn": trailArn };
    return [
        {
            ...{ Sid: "TrailLooks", Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: arn },
            Condition: { StringEquals: byTrail },
        },
        {
            ...{ Sid: "TrailDelivers", Effect: "Allow", Principal, Action: "s3:PutObject" },
            Resource: pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`,
            Condition: { StringEquals: { ...byTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
    ];
}

/** A bucket's lifecycle asks no policy, so that what is old goes. */
function deletedByNobody(arn: pulumi.Output<string>): aws.iam.PolicyStatement {
    return {
        ...{ Sid: "NobodyDeletes", Effect: "Deny", Principal: "*" },
        ...{ Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"], Resource: pulumi.interpolate`${arn}/*` },
    };
}
