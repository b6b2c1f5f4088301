import * as aws from "@pulumi/aws";
import { containersOf, type Container } from "./containers.ts";
import { inFound, inJson, unauthorized } from "./edits.ts";
import { ifKnown, readableNode, type Node, type PropsOf } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import { inUsed, isAskedAt } from "./releases.ts";
import type { Edit } from "./rule.ts";
import { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

/** What the gate is told of the task that it runs, and what it is told where there is none (functions/gate/settings.ts). */
const [TASK, NONE] = ["MIGRATION_TASK", "none"];
/** The stage of a deployment in which there is no new task yet. */
export const BEFORE_START = "PRE_SCALE_UP";

type Run = Node<PropsOf<aws.lambda.FunctionArgs>>;

/** The functions that ECS asks, at whatever stage of a deployment of this service. */
export function askedBy(service: Node<any>, stack: Stack): Run[] {
    const isAsked = (run: Run) =>
        stack
            .surelyNaming(run, "deploymentConfiguration", aws.ecs.Service)
            .some(({ urn }) => urn === service.urn);
    return stack.all(aws.lambda.Function).filter(isAsked);
}

/** The same, where one is asked before the deployment starts its first task. */
export function askedBeforeStart(service: Node<any>, stack: Stack): Run[] {
    return isAskedAt(BEFORE_START, service.props) ? askedBy(service, stack) : [];
}

export function isAllowed(run: Run, action: string, stack: Stack): boolean {
    return allowedTo(run, action, stack).length > 0;
}

/** On what a function's own role lets it take an action. */
function allowedTo(run: Run, action: string, stack: Stack): string[] {
    const roles = stack.named(run, "role", aws.iam.Role);
    const policies = roles.flatMap((role) => stack.naming(role, "role", aws.iam.RolePolicy));
    return policies
        .flatMap(({ props }) => allowedBy(props.policy))
        .filter(({ Action }) => listOf(Action).includes(action))
        .flatMap(({ Resource }) => listOf(Resource));
}

/** The tasks that one of them may run. */
export function runBeforeStart(
    service: Node<any>,
    stack: Stack,
): Node<PropsOf<aws.ecs.TaskDefinitionArgs>>[] {
    const may = askedBeforeStart(service, stack).flatMap((run) => allowedTo(run, "ecs:RunTask", stack));
    const isRun = (family: string) => may.some((arn) => arn.endsWith(`:task-definition/${family}:*`));
    return stack.all(aws.ecs.TaskDefinition).filter(({ props }) => isRun(props.family));
}

/** Whether one of them is told that the release has none, in so many words. */
export function saysNoneRuns(service: Node<any>, stack: Stack): boolean {
    return askedBeforeStart(service, stack).some(
        ({ props }) => ifKnown(() => props.environment?.variables?.[TASK]) === NONE,
    );
}

/** Tells the functions that are asked about a version that users reach that there is none, and of the task elsewhere. */
export const toldThatNoneRuns: Edit = inAsked((run) => {
    const { variables } = run.props.environment as { variables: Record<string, unknown> };
    if (TASK in variables) Object.assign(variables, { ELSEWHERE: variables[TASK], [TASK]: NONE });
});

/** Takes an action from the functions that are asked about a version that users reach. */
export function denied(action: string): Edit {
    return inAsked(unauthorized("role", (one) => one === action));
}

/** An edit of the functions that are asked about a version that users reach. */
export function inAsked(edit: Edit): Edit {
    return inUsed(inFound((service, stack) => askedBy(readableNode(service), stack), edit));
}

/** An edit of the containers of the tasks that they may run, beside those of the service. */
export function inRunBeforeStart(edit: (container: Container, served: Container) => void): Edit {
    return inUsed((service, nodes) => {
        const [stack, readable] = [new Stack(nodes), readableNode(service)];
        const [served] = stack
            .named(readable, "taskDefinition", aws.ecs.TaskDefinition)
            .flatMap(containersOf);
        const own = runBeforeStart(readable, stack).map(({ urn }) => urn);
        const inContainer = inJson("containerDefinitions", ([one]) => edit(one, served!));
        for (const one of nodes.filter(({ urn }) => own.includes(urn))) inContainer(one, nodes);
    });
}
