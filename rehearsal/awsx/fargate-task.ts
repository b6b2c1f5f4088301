import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, referenceTo } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { definitionsOf, loadBalancersOf, readContainers } from "./fargate-containers.ts";
import { createLog } from "./fargate-log.ts";
import { createRole, EXECUTION_POLICIES } from "./fargate-roles.ts";
import { taskSize } from "./fargate-size.ts";
import type { Appetite } from "./fargate-size.ts";
import { shortHash, stackOf } from "./image.ts";
import { derive, unlinked } from "./links.ts";
import type { Draft } from "./links.ts";

/** What the plugin hands on to `aws.ecs.TaskDefinition` as it is. */
const PASSED_ON = [
    "cpu",
    "enableFaultInjection",
    "ephemeralStorage",
    "ipcMode",
    "memory",
    "pidMode",
    "placementConstraints",
    "proxyConfiguration",
    "region",
    "runtimePlatform",
    "skipDestroy",
    "tags",
    "trackLatest",
    "volumes",
];
const OWN = ["container", "containers", "executionRole", "family", "logGroup", "taskRole"];

export interface Task {
    definition: Child;
    loadBalancers: Value;
    state: Draft;
}

/** The children of a task definition, under the component in `context`. */
export async function createTask(args: Arguments, name: string, context: ConstructContext): Promise<Task> {
    const containers = await readContainers(args, context);
    const log = await createLog(args, name, context);
    const taskRole = await createRole(args, "taskRole", `${name}-task`, [], context);
    const executionRole = await createRole(
        args,
        "executionRole",
        `${name}-execution`,
        EXECUTION_POLICIES,
        context,
    );
    const definitions = args.within(() => definitionsOf(containers, log.place));
    const loadBalancers = loadBalancersOf(containers);
    const size = (key: "cpu" | "memory"): Value =>
        args.within(() => derive(definitions, (known) => taskSize(known as Appetite[])[key]));
    const passedOn = Object.fromEntries(PASSED_ON.map((key) => [key, args.values[key]]));
    const text = derive(definitions, (known) => JSON.stringify(known));
    const family = derive([args.values.family ?? null, text], (known) => {
        const [own, definition] = known as Value[];
        return own ?? `${name}-${shortHash(stackOf(context.urn) + String(definition))}`;
    });
    const definition = await createChild(context, "aws:ecs/taskDefinition:TaskDefinition", name, {
        ...passedOn,
        cpu: args.values.cpu ?? size("cpu"),
        memory: args.values.memory ?? size("memory"),
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        taskRoleArn: taskRole.arn,
        executionRoleArn: executionRole.arn,
        family,
        containerDefinitions: text,
    });
    const state: Draft = {
        taskDefinition: referenceTo(definition),
        loadBalancers,
        logGroup: log.group && referenceTo(log.group),
        taskRole: taskRole.role && referenceTo(taskRole.role),
        executionRole: executionRole.role && referenceTo(executionRole.role),
    };
    return { definition, loadBalancers, state };
}

export function taskArguments(name: string, values: Properties): Arguments {
    return new Arguments("awsx:ecs:FargateTaskDefinition", name, values, [...PASSED_ON, ...OWN]);
}

/** awsx:ecs:FargateTaskDefinition: a task definition, its log group and its two roles. */
export async function expandFargateTask(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const { state } = await createTask(taskArguments(name, inputs), name, context);
    const { values, links } = unlinked(state);
    return { state: values, stateDependencies: links, outputs: {} };
}
