import * as aws from "@pulumi/aws";
import type { Node } from "./graph.ts";
import { allowedBy, writesOnce } from "./iam.ts";
import type { Stack } from "./stack.ts";

/** Whether a bucket has access logs, or records of who did what and of what was tested; by who may write to it. */
export function keptIn(bucket: Node<any>, stack: Stack): "log" | "record" | undefined {
    const policies = stack.naming(bucket, "bucket", aws.s3.BucketPolicy).map(({ props }) => props.policy);
    const writers = JSON.stringify(policies.flatMap(allowedBy));
    const isEvidence = policies.some((policy) => writesOnce(policy, "restore-proofs/*"));
    if (isEvidence || writers.includes('"cloudtrail.amazonaws.com"')) return "record";
    return /"(logdelivery|delivery\.logs)\./.test(writers) ? "log" : undefined;
}
