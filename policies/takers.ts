import * as aws from "@pulumi/aws";
import { containersOf } from "./containers.ts";
import { inEvery, inJson } from "./edits.ts";
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

/** The tasks that start with the secret of the master, which is for what makes the database's roles (components/data/roles.ts). */
export function startedAsMaster(stack: Stack): Node<any>[] {
    const names = stack.all(aws.lambda.Function).flatMap(({ props }) => {
        const { DATABASE_MASTER, SECRETS_PREFIX } = props.environment?.variables ?? {};
        return DATABASE_MASTER === undefined ? [] : `${SECRETS_PREFIX}/master`;
    });
    // An ARN ends in the secret's name, a hyphen and six characters, and ECS takes it without these.
    const isMasters = ({ valueFrom }: { valueFrom: string }) =>
        names.includes((valueFrom.split(":")[6] ?? "").replace(/-\w{6}$/, ""));
    return stack
        .all(aws.ecs.TaskDefinition)
        .filter((task) => containersOf(task).some(({ secrets = [] }) => secrets.some(isMasters)));
}

/** Starts as the master what started as the migrator. */
export const migratedAsMaster = inEvery(
    aws.ecs.TaskDefinition,
    inJson("containerDefinitions", (containers: any[]) => {
        for (const one of containers.flatMap(({ secrets }) => secrets ?? []))
            one.valueFrom = one.valueFrom.replace(/\/migrator(?=:)/, "/master");
    }),
);
