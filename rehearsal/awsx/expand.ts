import type { Properties, Value } from "../values.ts";
import { expandRepository } from "./repository.ts";
import { expandImage } from "./image.ts";
import { expandVpc } from "./vpc.ts";
import { expandDefaultVpc } from "./default-vpc.ts";
import { expandLoadBalancer } from "./load-balancer.ts";
import { expandFargateService } from "./fargate-service.ts";
import { expandFargateTask } from "./fargate-task.ts";

/** A child that a component asks for: what the plugin's own SDK would send in a `RegisterResourceRequest`. */
export interface ChildRegistration {
    type: string;
    name: string;
    custom: boolean;
    /** URN of the parent; most children hang under a sibling rather than under the component. */
    parent: string;
    /** Wire values, without output values: a link is in `propertyDependencies`. */
    inputs: Properties;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    /** Version of the provider SDK inside the plugin, which may be older than the program's own. */
    version?: string;
    aliases: { type: string }[];
}

export interface RegisteredChild {
    urn: string;
    /** Unknown at preview. */
    id: Value;
    outputs: Properties;
}

/** What an expansion may do: the engine's own register and invoke, seen from inside the component. */
export interface ConstructContext {
    /** The component's URN. */
    urn: string;
    preview: boolean;
    register(child: ChildRegistration): Promise<RegisteredChild>;
    invoke(token: string, args: Properties): Promise<Properties>;
    warn(message: string): void;
}

export interface Expansion {
    /** What the program receives, as wire values without output values. */
    state: Properties;
    /** Which resources each property of `state` depends on. */
    stateDependencies: Record<string, string[]>;
    /** What the plugin registers as the component's outputs: the state file and stack policies see these. */
    outputs: Properties;
}

export type Expand = (name: string, inputs: Properties, context: ConstructContext) => Promise<Expansion>;

const EXPANSIONS: Record<string, Expand> = {
    "awsx:ec2:Vpc": expandVpc,
    "awsx:ec2:DefaultVpc": expandDefaultVpc,
    "awsx:ecr:Repository": expandRepository,
    "awsx:ecr:Image": expandImage,
    "awsx:lb:ApplicationLoadBalancer": expandLoadBalancer,
    "awsx:ecs:FargateService": expandFargateService,
    "awsx:ecs:FargateTaskDefinition": expandFargateTask,
};

/** How to expand a remote component of awsx 3.9.0, or nothing for a type that the rehearsal can't expand. */
export function expansionOf(type: string): Expand | undefined {
    return EXPANSIONS[type];
}
