import type * as aws from "@pulumi/aws";
import type { Node, PropsOf } from "./graph.ts";
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

/** Edits every behavior of the distribution. */
export function inBehaviors(edit: (behavior: Behavior) => void): Edit {
    return ({ props }) => [props.defaultCacheBehavior, ...props.orderedCacheBehaviors].forEach(edit);
}
