import * as aws from "@pulumi/aws";
import type { ResourceClass } from "./graph.ts";
import type { Stack } from "./stack.ts";

/** The stack itself, of which there is always one: what a rule about it misses is a fault, and not nothing to judge. */
export const Program = { __pulumiType: "pulumi:pulumi:Stack" } as unknown as ResourceClass;

/** What tags everything by default. */
export const Provider = { __pulumiType: "pulumi:providers:aws" } as unknown as ResourceClass;

/** A provider's tags: its settings are texts, maps among them. */
export function tagsIn(settings: unknown): Record<string, unknown> {
    const { tags } = Object(typeof settings === "string" ? JSON.parse(settings) : settings) as {
        tags?: object;
    };
    return { ...tags };
}

/** What most of a bill is made of. */
export const paid: ResourceClass<{ tags?: Record<string, string> }>[] = [
    aws.rds.Instance,
    aws.ecs.Service,
    aws.lb.LoadBalancer,
    aws.ec2.NatGateway,
    aws.ec2.VpcEndpoint,
    aws.s3.Bucket,
    aws.cloudwatch.LogGroup,
    aws.kms.Key,
] as ResourceClass[];

/** Whether a stack has anything at AWS that a bill comes for. */
export function isBilled(stack: Stack): boolean {
    return paid.some((type) => stack.all(type).length > 0);
}

/** What a tag says that a stack gives to all of it. */
export function tagOfAll(stack: Stack, name: string): string | undefined {
    for (const { props } of paid.flatMap((type) => stack.all(type))) {
        const { tags, tagsAll } = props as Record<string, Record<string, string> | undefined>;
        const value = tags?.[name] ?? tagsAll?.[name];
        if (value) return value;
    }
    return undefined;
}
