import * as aws from "@pulumi/aws";
import type { Node, ResourceClass } from "./graph.ts";
import type { Stack } from "./stack.ts";

const kinds: ResourceClass[] = [aws.kms.Key, aws.kms.ReplicaKey, aws.kms.ExternalKey];

/** Whether a property names a KMS key of this stack: the key itself, its copy from another region, or its alias. */
export function hasOwnKey(node: Node<any>, property: string, stack: Stack): boolean {
    const isOwn = (one: Node<any>, from: string) =>
        kinds.some((kind) => stack.named(one, from, kind).length > 0);
    if (isOwn(node, property)) return true;
    return stack.named(node, property, aws.kms.Alias).some((alias) => isOwn(alias, "targetKeyId"));
}
