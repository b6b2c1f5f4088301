import * as aws from "@pulumi/aws";
import { inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const block = aws.s3.BucketPublicAccessBlock;

export default stackRule(aws.s3.Bucket, {
    id: "buckets-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "Nothing in a bucket can be made public, by policy or by access list.",
    fix: `Add an aws.s3.BucketPublicAccessBlock of this bucket with ${blocks.join(", ")} all true.`,
    check: (bucket, stack) => {
        const [access] = stack.naming(bucket, "bucket", block);
        if (access === undefined) return "It has no public access block.";
        const off = blocks.filter((name) => !access.props[name]);
        return off.length > 0 ? `Off: ${off.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inNaming(block, "bucket", "remove"),
        "another bucket's": inNaming(block, "bucket", set("bucket", "somebody-elses")),
        "policies may": inNaming(block, "bucket", set("blockPublicPolicy", false)),
        "access lists may": inNaming(block, "bucket", set("ignorePublicAcls", false)),
    },
});
