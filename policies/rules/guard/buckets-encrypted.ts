import * as aws from "@pulumi/aws";
import { needsNoOwnKey } from "../../buckets.ts";
import { inNaming, set, type inJson } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Bucket, BucketServerSideEncryptionConfiguration: Encryption, BucketV2 } = aws.s3;

/** Edits what encrypts a bucket with a key; those of logs and of the error page have none. */
const inKey = (edit: Parameters<typeof inJson>[1]): Edit =>
    inNaming(Encryption, "bucket", ({ props }) => {
        const byDefault = props.rules[0].applyServerSideEncryptionByDefault;
        if (byDefault.kmsMasterKeyId !== undefined) edit(byDefault);
    });

export default stackRule([Bucket, BucketV2] as (typeof Bucket)[], {
    id: "buckets-encrypted",
    criterion: "SEC-03",
    severity: "high",
    says: "Every bucket is encrypted with a key of this stack, but for access logs, and for what the CDN shows everybody.",
    fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration of this bucket whose kmsMasterKeyId is an aws.kms.Key's ARN.",
    check: (bucket, stack) => {
        const found = stack.naming(bucket, "bucket", Encryption);
        if (found.length === 0) return "Nothing says how it is encrypted.";
        if (needsNoOwnKey(bucket, stack)) return undefined;
        const isOwn = found.every((one) => hasOwnKey(one, "rules", stack));
        return isOwn ? undefined : "Its key is none of this stack's.";
    },
    breaks: {
        "left out": inNaming(Encryption, "bucket", "remove"),
        "another bucket's": inNaming(Encryption, "bucket", set("bucket", "somebody-elses")),
        "Amazon's key": inKey((encryption) => (encryption.kmsMasterKeyId = "alias/aws/s3")),
        "no key": inKey((encryption) => delete encryption.kmsMasterKeyId),
    },
});
