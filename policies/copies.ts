import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import { ifKnown, readableNode, type Node } from "./graph.ts";
import { openToAll } from "./openings.ts";
import { isLeftOut } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

const { SecurityGroup, SecurityGroupRule } = aws.ec2;
const { SecurityGroupIngressRule: Ingress, SecurityGroupEgressRule: Egress } = aws.vpc;

/** What a restore test is told about the copies that it makes. */
export const METADATA = "restoreMetadataOverrides";
export const GROUPS = "vpcSecurityGroupIds";
const blocks = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"];

/** A key as it is written there: AWS Backup does not mind its case (Developer Guide, "Restore testing inferred metadata", read 2026-11-24). */
export function keyIn(test: Node<any>, name: string): string | undefined {
    const keys = Object.keys((test.props[METADATA] ?? {}) as object);
    return keys.find((key) => key.toLowerCase() === name.toLowerCase());
}

/** The security groups of this stack that copies wear; none where one is of somebody else, or of nobody knows whom. */
export function wornBy(test: Node<any>, stack: Stack): Node<any>[] {
    const key = keyIn(test, GROUPS);
    if (key === undefined) return [];
    // A list is JSON in a text here, and known after the deployment only.
    const ids = ifKnown(() => JSON.parse(test.props[METADATA][key] as string) as string[]);
    const links = (test.propertyDependencies[METADATA] ?? []).map(({ urn }) => urn);
    const all: Node<any>[] = stack.all(SecurityGroup);
    if (ids === undefined) return all.filter(({ urn }) => links.includes(urn));
    const groups = all.filter(({ props }) => ids.includes(String(props.arn).split("/").at(-1)!));
    return ids.length === groups.length ? groups : [];
}

/** Whether more than security groups may call in, or anything may call out. */
export function isWide(group: Node<any>, stack: Stack): boolean {
    const sides = ["ingress", "egress"].filter((side) => !isLeftOut(group, side));
    const own = sides.flatMap((side) => listOf(group.props[side] as Record<string, string[]>[]));
    const others = [Egress, SecurityGroupRule as never].flatMap((type) =>
        stack.surelyNaming(group, "securityGroupId", type),
    );
    // What lets in everyone closed-to-the-internet refuses.
    const isGroup = (rule: Node<any>) =>
        openToAll(rule).length > 0 ||
        stack.named(rule, "referencedSecurityGroupId", SecurityGroup).length > 0;
    return (
        own.some((one) => blocks.some((each) => listOf(one[each]).length > 0)) ||
        others.length > 0 ||
        !stack.surelyNaming(group, "securityGroupId", Ingress).every(isGroup)
    );
}

/** Edits what copies wear. */
export function inWorn(edit: Edit): Edit {
    return inFound((test, stack) => wornBy(readableNode(test), stack), edit);
}
