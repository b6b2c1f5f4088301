import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const block = aws.s3.BucketPublicAccessBlock;

export default stackRule([aws.s3.Bucket, aws.s3.BucketV2] as (typeof aws.s3.Bucket)[], {
    id: "buckets-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "Nothing in a bucket can be made public, by policy or by access list.",
    fix: `Add an aws.s3.BucketPublicAccessBlock of this bucket with ${blocks.join(", ")} all true.`,
    check: (bucket, stack) => {
        const found = stack.naming(bucket, "bucket", block);
        if (found.length === 0) return "It has no public access block.";
        const off = blocks.filter((name) => !found.every(({ props }) => isOn(props[name])));
        return off.length > 0 ? `Off: ${off.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inNaming(block, "bucket", "remove"),
        "another bucket's": inNaming(block, "bucket", set("bucket", "somebody-elses")),
        "of nobody knows what": inNaming(block, "bucket", fromNowhere("bucket")),
        "new policies may": inNaming(block, "bucket", set("blockPublicPolicy", false)),
        "new access lists may": inNaming(block, "bucket", set("blockPublicAcls", false)),
        "old policies may": inNaming(block, "bucket", set("restrictPublicBuckets", false)),
        "old access lists may": inNaming(block, "bucket", leaveOut("ignorePublicAcls")),
    },
});
