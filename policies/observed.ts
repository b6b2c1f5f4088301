import * as aws from "@pulumi/aws";
import { containersOf, type Container } from "./containers.ts";
import { inFound, inJson } from "./edits.ts";
import type { Node } from "./graph.ts";
import { hasUsers } from "./releases.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { tasksOf, toldOf, workingFor } from "./tasks.ts";
import { isOff, isOn, numberOf } from "./values.ts";

/** Datadog's agent, by what it is told: the same names in every image of it. */
const isAgent = (one: Container) => toldOf(one, "DD_SITE") !== undefined;

/** The services that users reach, and those that run the same image for them, such as workers. */
export function servingIn(stack: Stack): Node<any>[] {
    const services = stack.all(aws.ecs.Service) as Node<any>[];
    const used = services.filter(({ props }) => hasUsers(props));
    const images = used.flatMap((one) => workingFor(one, stack)).map(({ image }) => image);
    return services.filter((one) => workingFor(one, stack).some(({ image }) => images.includes(image)));
}

/** Why Datadog is not told what a task's containers use, or by whom it should not be; nothing where all is well. */
export function whyUnobserved(containers: Container[]): string | undefined {
    const agent = containers.find(isAgent);
    if (agent === undefined) return "has no container that sends Datadog what it uses.";
    if (!isOn(toldOf(agent, "ECS_FARGATE"))) return "has an agent that looks for a host: ECS_FARGATE.";
    if (!toldOf(agent, "DD_ENV")) return "has an agent that does not say of which environment it is: DD_ENV.";
    if (!agent.secrets?.some(({ name }) => name === "DD_API_KEY"))
        return "has an agent without a key: DD_API_KEY.";
    if (!isOff(agent.essential)) return "ends when Datadog's agent does.";
    if (!(numberOf(agent.memory ?? 0) > 0)) return "may lose all of its memory to Datadog's agent.";
    const open = ["DD_APM_NON_LOCAL_TRAFFIC", "DD_DOGSTATSD_NON_LOCAL_TRAFFIC"];
    const opened = open.find((name) => isOn(toldOf(agent, name)));
    return opened && `has an agent that listens to others than the task itself: ${opened}.`;
}

/** Edits the agents beside what serves users, or beside what works for it; "remove" takes them out. */
export function inAgents(edit: ((agent: any) => void) | "remove", which: "users" | "work" = "users"): Edit {
    const find = (_node: Node, stack: Stack) =>
        servingIn(stack)
            .filter(({ props }) => hasUsers(props) === (which === "users"))
            .flatMap((service) => tasksOf(service, stack));
    const inTask = inJson("containerDefinitions", (containers: any[]) => {
        const at = containersOf({ props: { containerDefinitions: JSON.stringify(containers) } }).findIndex(
            isAgent,
        );
        if (edit === "remove") containers.splice(at, 1);
        else edit(containers[at]);
    });
    return inFound(find, inTask);
}

/** Tells the agents beside what serves users another value of a variable; none leaves it out. */
export function toldAgents(variable: string, value?: string): Edit {
    return inAgents((agent: { environment: { name: string; value: string }[] }) => {
        agent.environment = agent.environment.filter(({ name }) => name !== variable);
        if (value !== undefined) agent.environment.push({ name: variable, value });
    });
}
