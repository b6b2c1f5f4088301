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

/** Whether a rule of a bucket's lifecycle is for all that is in it, and not for a folder, what is tagged, or a size. */
export function isOfAll({ filter, prefix }: { filter?: object; prefix?: string }): boolean {
    return (
        !prefix &&
        Object.values(filter ?? {}).every((value) => value === "" || value === undefined || value === null)
    );
}
