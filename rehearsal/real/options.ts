import type { Resource } from "../engine/resource.ts";
import type { PackConfig } from "../policy/levels.ts";
import type { Properties } from "../values.ts";
import type { Events } from "./events.ts";

export interface RealEngineOptions {
    cwd: string;
    stack: string;
    policyPacks?: { folder: string; config?: PackConfig }[];
    /** Outputs of other stacks, by name (`organization/project/stack`). */
    stackOutputs?: Record<string, Properties>;
    /** Inputs of what exists in the simulated cloud before any deployment, by id: what an import finds. */
    existing?: Record<string, Properties>;
    /** How long one command may take. @default 600 */
    timeoutSeconds?: number;
    /** @default process.env */
    environment?: NodeJS.ProcessEnv;
}

/** What one command of the real engine did. */
export interface RealRun {
    mode: "plan" | "deploy";
    ok: boolean;
    /** What the CLI printed, for a person to read. */
    printed: string;
    /** The resources after it, or as they would be: in the order of the engine. */
    resources: Resource[];
    deletes: Resource[];
    events: Events;
}
