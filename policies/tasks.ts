import * as aws from "@pulumi/aws";
import { eachContainer, type Container } from "./containers.ts";
import { inJson, inNamed } from "./edits.ts";
import type { Node, PropsOf } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

export function tasksOf(service: Node<any>, stack: Stack): Node<PropsOf<aws.ecs.TaskDefinitionArgs>>[] {
    return stack.named(service, "taskDefinition", aws.ecs.TaskDefinition);
}

/** What is wrong with the containers of a service's tasks; nothing where none has a fault. */
export function eachContainerOf(
    service: Node<any>,
    stack: Stack,
    faultOf: (container: Container) => string | undefined,
): string | undefined {
    const faults = tasksOf(service, stack).map(({ props }) => eachContainer(props, faultOf));
    return faults.find((fault) => fault !== undefined);
}

/** The value of a variable that a container is told. */
export function toldOf({ environment = [] }: Container, variable: string): string | undefined {
    return environment.find(({ name }) => name === variable)?.value;
}

/** Edits the first container of a service's tasks. */
export function inContainer(edit: (app: any) => void): Edit {
    const inDefinition = inJson("containerDefinitions", ([app]) => edit(app));
    return inNamed("taskDefinition", aws.ecs.TaskDefinition, inDefinition);
}

/** Tells it another value of a variable that it is told; none leaves the variable out. */
export function told(variable: string, value?: string): Edit {
    return inContainer((app) => {
        app.environment = (app.environment as { name: string }[]).flatMap((one) => {
            if (one.name !== variable) return one;
            return value === undefined ? [] : { name: variable, value };
        });
    });
}
