import * as aws from "@pulumi/aws";
import { balancers } from "./balancers.ts";
import { containersOf } from "./containers.ts";
import { ifKnown, type Node } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import type { Stack } from "./stack.ts";
import { tasksOf } from "./tasks.ts";
import { listOf } from "./values.ts";

/**
 * Why a bucket has Amazon's own key: load balancers can't write to one with another, AWS's service of logs would have to be
 * let into it, and what the CDN shows everybody is no secret. Something says so, or the bucket lets them.
 */
export function needsNoOwnKey(bucket: Node<any>, stack: Stack): boolean {
    if (balancers.some((type) => stack.surelyNaming(bucket, "accessLogs", type).length > 0)) return true;
    if (takesFirewallLogs(bucket, stack) || isShown(bucket, stack)) return true;
    const policies = stack.surelyNaming(bucket, "bucket", aws.s3.BucketPolicy);
    const allowed = policies.flatMap(({ props }) => allowedBy(props.policy));
    return allowed.some(({ Principal }) =>
        /"(logdelivery\.|delivery\.logs\.|cloudfront\.amazonaws)/.test(JSON.stringify(Principal ?? "")),
    );
}

/** By the ARN as people write it: a bucket's own is known after the deployment only. */
function takesFirewallLogs({ props }: Node<any>, stack: Stack): boolean {
    const all = stack.all(aws.wafv2.WebAclLoggingConfiguration);
    return all.some((one) =>
        one.props.logDestinationConfigs.includes(`arn:aws:s3:::${String(props.bucket)}`),
    );
}

/** A bucket without a name that is known is not shown as far as anybody can tell. */
function isShown({ props }: Node<any>, stack: Stack): boolean {
    const origins = stack.all(aws.cloudfront.Distribution).flatMap((one) => listOf(one.props.origins));
    const hosts = origins.filter((one) => one.vpcOriginConfig === undefined).map((one) => one.domainName);
    return hosts.some((host) => host.startsWith(`${String(props.bucket)}.s3.`));
}

/** Whether a function that counts or keeps proofs is told that evidence is in this bucket. */
export function takesEvidence(policy: { bucket: string }, stack: Stack): boolean {
    const bucket = ifKnown(() => policy.bucket);
    const isTold = ({ props }: Node<any>) =>
        ifKnown(() => props.environment?.variables?.EVIDENCE_BUCKET) === bucket;
    return bucket !== undefined && stack.all(aws.lambda.Function).some(isTold);
}

/** Whether containers of a service are told its name: what is in it is the application's, and its users'. */
export function isTheApplications({ props }: Node<any>, stack: Stack): boolean {
    const bucket = ifKnown(() => props.bucket);
    const tasks = stack.all(aws.ecs.Service).flatMap((service) => tasksOf(service, stack));
    const told = tasks.flatMap((task) => containersOf(task)).flatMap(({ environment = [] }) => environment);
    return bucket !== undefined && told.some(({ value }) => value === bucket);
}
