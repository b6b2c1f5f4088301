import type * as aws from "@pulumi/aws";
import { ifKnown, type Node, type PropsOf } from "./graph.ts";
import { isSet } from "./references.ts";
import type { Edit } from "./rule.ts";
import { listOf } from "./values.ts";

type DistributionProps = PropsOf<aws.cloudfront.DistributionArgs>;
export type Behavior = DistributionProps["defaultCacheBehavior"] & { pathPattern?: string };

/** What a distribution does with requests, by their paths. */
export function behaviorsOf({ props }: Node<DistributionProps>): Behavior[] {
    return [props.defaultCacheBehavior, ...listOf(props.orderedCacheBehaviors)] as Behavior[];
}

/** For a message. */
export function called({ pathPattern }: Behavior): string {
    return pathPattern ?? "every other path";
}

// CloudFront's own (Developer Guide, "Use managed cache policies").
export const keepsNothing = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** The behaviors by path that may keep an answer of an application: of a bucket's files none is one user's. */
export function keptOf({ props }: Node<DistributionProps>): Behavior[] {
    const buckets = listOf(props.origins).filter((one) => isSet(one, "originAccessControlId"));
    const isFile = ({ targetOriginId }: Behavior) =>
        buckets.some(({ originId }) => originId === targetOriginId);
    const all = listOf(props.orderedCacheBehaviors) as Behavior[];
    return all.filter((one) => !isFile(one) && textOf(one, "cachePolicyId") !== keepsNothing);
}

/** A text, or nothing where it is left out, or not known yet. */
export function textOf(holder: object, key: string): string | undefined {
    const value = ifKnown(() => (holder as Record<string, unknown>)[key]);
    return typeof value === "string" ? value : undefined;
}

/** Edits every behavior of the distribution. */
export function inBehaviors(edit: (behavior: Behavior) => void): Edit {
    return ({ props }) => [props.defaultCacheBehavior, ...props.orderedCacheBehaviors].forEach(edit);
}
