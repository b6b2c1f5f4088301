import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { refusesPlainHttp } from "../../iam.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Bucket, BucketPolicy, BucketV2 } = aws.s3;
const inDenial = (edit: Parameters<typeof inJson>[1]): Edit =>
    inNaming(
        BucketPolicy,
        "bucket",
        inJson("policy", ({ Statement }) => edit(Statement.at(-1))),
    );

export default stackRule([Bucket, BucketV2] as (typeof Bucket)[], {
    id: "buckets-tls",
    criterion: "SEC-04",
    severity: "high",
    says: "Every bucket refuses plain HTTP.",
    fix: 'Deny s3:* to everyone where aws:SecureTransport is "false", on the bucket and all in it, in an aws.s3.BucketPolicy.',
    check: (bucket, stack) => {
        const policies = stack.naming(bucket, "bucket", BucketPolicy);
        const isRefused = policies.some(({ props }) => refusesPlainHttp(props.policy, "s3"));
        return isRefused ? undefined : "It answers over plain HTTP.";
    },
    breaks: {
        "left out": inNaming(BucketPolicy, "bucket", "remove"),
        "another bucket's": inNaming(BucketPolicy, "bucket", set("bucket", "somebody-elses")),
        "allowed without TLS": inDenial((one) => (one.Effect = "Allow")),
        "for one user": inDenial((one) => (one.Principal = { AWS: "arn:aws:iam::123456789012:root" })),
        "for reading": inDenial((one) => (one.Action = "s3:GetObject")),
        "for the bucket, not for what is in it": inDenial((one) => (one.Resource = one.Resource[0])),
        "from one network": inDenial((one) => (one.Condition.IpAddress = { "aws:SourceIp": "10.0.0.0/8" })),
    },
});
