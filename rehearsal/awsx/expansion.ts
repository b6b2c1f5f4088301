import type { Properties, Value } from "../values.ts";

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
