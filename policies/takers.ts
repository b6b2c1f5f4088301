import * as aws from "@pulumi/aws";
import { tokenOf, type Node, type ResourceClass } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

/** Where a program hands over a password, and the property that takes it. */
const takers: [ResourceClass, string][] = [
    [aws.secretsmanager.SecretVersion, "secretString"],
    [aws.ecs.TaskDefinition, "containerDefinitions"],
    [aws.lambda.Function, "environment"],
    [aws.ssm.Parameter, "value"],
];

/** What is given what this property is made from. */
export function takersOf(node: Node<any>, property: string, stack: Stack): Node[] {
    const from = new Set((node.propertyDependencies[property] ?? []).map(({ urn }) => urn));
    return takers.flatMap(([type, taken]) =>
        stack.all(type).filter((one) => one.propertyDependencies[taken]?.some(({ urn }) => from.has(urn))),
    );
}

/** Hands what the property is made from to something new of that type. */
export function handedTo(type: ResourceClass, property: string): Edit {
    const [, taken] = takers.find(([one]) => one === type)!;
    return (node, nodes) => {
        const propertyDependencies = { [taken]: [...(node.propertyDependencies[property] ?? [])] };
        const urn = `${node.urn}-leak`;
        const opts = { protect: false, ignoreChanges: [] };
        nodes.push({ type: tokenOf(type), name: "leak", urn, props: {}, opts, propertyDependencies });
    };
}
