import type { Provider } from "../provider.ts";
import type { Properties } from "../values.ts";
import type { Engine } from "./engine.ts";
import type { History } from "./history.ts";
import type { Registration } from "./registration.ts";
import type { Resource } from "./resource.ts";
import type { Scope } from "./urn.ts";

/** Looks at each resource before it is made; may put other inputs in place of the program's. */
interface Judge {
    resource(resource: Resource, provider: Resource | undefined): Promise<void>;
}

/**
 * Builds the children of a component that a plugin would build, and sets the component's outputs; returns what the
 * program receives of them.
 */
export type Construct = (
    engine: Engine,
    component: Resource,
    registration: Registration,
) => Promise<Properties>;

export interface EngineOptions extends Scope {
    organization: string;
    /** Where the paths of assets begin. @default the working directory */
    programFolder?: string;
    /** Plan as `pulumi preview` does; otherwise deploy as `pulumi up` does. */
    preview: boolean;
    configOf(name: string): Properties;
    connect(name: string, inputs: Properties): Provider;
    /** The expansion of a remote component; throws, by name, where there is none. */
    constructOf(type: string): Construct;
    /** The outputs of another stack; throws where none are to be had. */
    stackOutputs(name: string): Properties;
    history: History;
    /** The properties as the state holds them, without secrets: only that form can be compared with the past. */
    seal(properties: Properties): Properties;
    judge?: Judge;
    onResource?(resource: Resource): void;
}
