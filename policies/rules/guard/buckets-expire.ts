import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Bucket, BucketLifecycleConfiguration: Lifecycle, BucketV2 } = aws.s3;
const inRules = (edit: Edit): Edit => inNaming(Lifecycle, "bucket", edit);

export default stackRule([Bucket, BucketV2] as (typeof Bucket)[], {
    id: "buckets-expire",
    criterion: "CST-05",
    severity: "low",
    says: "No bucket keeps for ever what was overwritten, deleted or uploaded in part.",
    fix: "Add an aws.s3.BucketLifecycleConfiguration with noncurrentVersionExpiration and abortIncompleteMultipartUpload.",
    check: (bucket, stack) => {
        const rules = stack
            .naming(bucket, "bucket", Lifecycle)
            .flatMap(({ props }) => props.rules ?? [])
            .filter(({ status }) => status === "Enabled");
        if (!rules.some((rule) => rule.abortIncompleteMultipartUpload))
            return "What was uploaded in part stays for ever.";
        return rules.some((rule) => rule.noncurrentVersionExpiration)
            ? undefined
            : "What was overwritten or deleted stays for ever.";
    },
    breaks: {
        "left out": inNaming(Lifecycle, "bucket", "remove"),
        "turned off": inRules(set("rules.0.status", "Disabled")),
        "old versions": inRules(leaveOut("rules.0.noncurrentVersionExpiration")),
        "parts of uploads": inRules(leaveOut("rules.0.abortIncompleteMultipartUpload")),
    },
});
