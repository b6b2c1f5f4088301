import type { Registration } from "./registration.ts";
import type { Properties, Value } from "../values.ts";

export type Operation = "create" | "update" | "replace" | "same" | "read" | "import" | "delete";

/** A resource as the engine holds it: what the program asked for, and what came of it. Values are wire values. */
export interface Resource {
    urn: string;
    type: string;
    name: string;
    custom: boolean;
    /** Belongs to someone else and is only read. */
    external: boolean;
    /** The provider's id; `undefined` for a component, "" while only the cloud can tell. */
    id?: string;
    inputs: Properties;
    outputs: Properties;
    /** For a component built by a plugin: what the program receives, and on which resources each part depends. */
    state?: Properties;
    outputDependencies?: Record<string, string[]>;
    parent?: string;
    /** `<URN>::<id>` of the provider that manages it. */
    provider?: string;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    protect: boolean;
    retainOnDelete: boolean;
    aliases: string[];
    ignoreChanges: string[];
    additionalSecretOutputs: string[];
    deleteBeforeReplace?: boolean;
    replaceOnChanges: string[];
    deletedWith?: string;
    replaceWith: string[];
    /** A value whose change replaces the resource. */
    replacementTrigger?: Value;
    importId?: string;
    timeouts?: Registration["timeouts"];
    hooks: Registration["hooks"];
    operation: Operation;
}

/** Something that makes a deployment fail. `urn` is empty where no one resource is at fault. */
export interface Fault {
    kind: "input" | "protect" | "limit" | "secret" | "engine" | "program";
    urn: string;
    message: string;
}
