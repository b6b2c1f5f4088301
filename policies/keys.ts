import * as aws from "@pulumi/aws";
import type { Node, ResourceClass } from "./graph.ts";
import type { Stack } from "./stack.ts";

const kinds: ResourceClass[] = [aws.kms.Key, aws.kms.ReplicaKey, aws.kms.ExternalKey];

/** The keys of this stack that a property names, by themselves or by an alias. */
export function ownKeys(node: Node<any>, property: string, stack: Stack): Node<any>[] {
    const keysOf = (one: Node<any>, from: string) => kinds.flatMap((kind) => stack.named(one, from, kind));
    const aliases = stack.named(node, property, aws.kms.Alias);
    return [...keysOf(node, property), ...aliases.flatMap((alias) => keysOf(alias, "targetKeyId"))];
}

/** Whether a property names a KMS key of this stack: the key itself, its copy from another region, or its alias. */
export function hasOwnKey(node: Node<any>, property: string, stack: Stack): boolean {
    return ownKeys(node, property, stack).length > 0;
}
