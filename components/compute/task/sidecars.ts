import type * as pulumi from "@pulumi/pulumi";
import type { ContainerArgs } from "../../parts/container.ts";
import { collector, toTrace, type Traced } from "./collector.ts";
import { datadogAgent, taggedBy, type Observed } from "./datadog-agent.ts";

interface Besides extends Pick<ContainerArgs, "region" | "logGroupName"> {
    /** CPU units of the task. */
    cpu: number;
    traced?: Traced;
    observed?: Observed;
}

interface Working {
    environment: { name: string; value: pulumi.Input<string> }[];
}

/** What stands beside a task's container, and all that it takes. */
export function sidecarsOf({ traced, observed, ...args }: Besides) {
    const sidecars = [
        ...(traced ? [collector(traced, args)] : []),
        ...(observed ? [datadogAgent(observed, args)] : []),
    ];
    return {
        sidecars,
        images: [...(traced ? [traced.image] : []), ...(observed ? [observed.image] : [])],
        secrets: observed ? [observed.apiKey] : [],
        toRun: traced ? [toTrace] : [],
        beside: <Own extends Working>(own: Own) =>
            sidecars.length === 0
                ? own
                : { ...own, ...(observed && tagged(own, observed)), ...afterThem(args.cpu, sidecars) },
    };
}

function tagged({ environment }: Working, observed: Observed) {
    const { environment: told, dockerLabels } = taggedBy(observed);
    return { environment: [...environment, ...told], dockerLabels };
}

/**
 * What the application's container is told by ECS: to begin after them, and so to end before them, for a stop goes the other
 * way (ECS API reference, "ContainerDependency"), so that the last traces and numbers get out; and to have all CPU but what
 * they are left.
 */
function afterThem(taskCpu: number, sidecars: { name: string; cpu: number }[]) {
    return {
        cpu: sidecars.reduce((left, { cpu }) => left - cpu, taskCpu),
        dependsOn: sidecars.map(({ name }) => ({ containerName: name, condition: "START" })),
    };
}
