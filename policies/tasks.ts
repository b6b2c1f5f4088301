import * as aws from "@pulumi/aws";
import { containersOf, eachContainer, type Container } from "./containers.ts";
import { inJson, inNamed } from "./edits.ts";
import type { Node, PropsOf } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf } from "./values.ts";

export function tasksOf(service: Node<any>, stack: Stack): Node<PropsOf<aws.ecs.TaskDefinitionArgs>>[] {
    return stack.named(service, "taskDefinition", aws.ecs.TaskDefinition);
}

/** What is wrong with the containers that do a service's work; nothing where none has a fault. */
export function eachContainerOf(
    service: Node<any>,
    stack: Stack,
    faultOf: (container: Container) => string | undefined,
): string | undefined {
    const faults = tasksOf(service, stack).map(({ props }) => {
        const working = workingIn({ props }, service);
        const isJudged = ({ name }: Container) => working.some((one) => one.name === name);
        return eachContainer(props, (one) => (isJudged(one) ? faultOf(one) : undefined));
    });
    return faults.find((fault) => fault !== undefined);
}

/** The containers that do a service's work. */
export function workingFor(service: Node<any>, stack: Stack): Container[] {
    return tasksOf(service, stack).flatMap((task) => workingIn(task, service));
}

/** All of them where none can be told apart. */
function workingIn(task: Parameters<typeof containersOf>[0], service: Node<any>): Container[] {
    const all = containersOf(task);
    const working = all.filter(worksFor(service));
    return working.length > 0 ? working : all;
}

/** Those that requests are sent to; where none are, those with whose end the task ends. Others stand beside them. */
function worksFor({ props }: Node<any>): (container: Container) => boolean {
    const balancers = listOf(props.loadBalancers as { containerName?: string }[] | undefined);
    return balancers.length > 0
        ? ({ name }) => balancers.some(({ containerName }) => containerName === name)
        : ({ essential }) => !isOff(essential);
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

/** Edits what stands beside the first container of a service's tasks; "remove" takes it out. */
export function withSidecar(edit: ((sidecar: any) => void) | "remove"): Edit {
    const inDefinition = inJson("containerDefinitions", (containers: any[]) => {
        if (edit === "remove") containers.splice(1);
        else containers.slice(1).forEach(edit);
    });
    return inNamed("taskDefinition", aws.ecs.TaskDefinition, inDefinition);
}
